import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askVenueTime } from "../adapters/clock-venue/ask-venue-time.ts";
import { readVenueTime } from "../adapters/clock-venue/read-venue-time.ts";
import { venueOffset } from "./venue-offset.ts";

/** How the venues' documentation shows the answers, around a time of ours. */
const answers: Readonly<Record<string, (at: number) => unknown>> = {
  "/api/v3/time": (at) => ({ serverTime: at }),
  "/v5/market/time": (at) => ({
    retCode: 0,
    retMsg: "OK",
    result: { timeSecond: `${Math.floor(at / 1000)}`, timeNano: `${at}000000` },
    retExtInfo: {},
    time: at,
  }),
  "/api/v5/public/time": (at) => ({ code: "0", msg: "", data: [{ ts: `${at}` }] }),
  "/0/public/Time": (at) => ({
    error: [],
    result: { unixtime: Math.floor(at / 1000), rfc1123: new Date(at).toUTCString() },
  }),
};

const clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
const aheadMs = 30_000;

/** A venue on loopback whose clock is ahead, and which is slow on the way back. */
const server = createServer((request, response) => {
  const path = request.url ?? "";
  const odd = strange[path];
  if (odd !== undefined) return odd(response);
  const answer = answers[path];
  const said = JSON.stringify(answer?.(Date.now() + aheadMs));
  setTimeout(() => response.writeHead(answer === undefined ? 404 : 200).end(said), 15);
});
const strange: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/moved": (response) => void response.writeHead(302, { location: "/api/v3/time" }).end(),
  "/long": (response) => void response.end(`"${"x".repeat(10_000)}"`),
  "/failed": (response) => void response.end(JSON.stringify({ code: "50011", msg: "Too many requests", data: [] })),
  "/silent": () => undefined,
};
let base = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("a venue's time", () => {
  it.each(Object.keys(answers))(
    "is read from an answer as %s gives it, and the offset lies within its error",
    async (path) => {
      const offset = await venueOffset("venue", () => askVenueTime(base + path), clock);
      expect(Math.abs(offset.offsetMs - aheadMs)).toBeLessThanOrEqual(offset.errorMs);
      expect(offset.errorMs).toBeGreaterThanOrEqual(path.startsWith("/0/") ? 500 : 7);
      expect(offset.server).toBe("venue");
    },
  );

  it.each(["/moved", "/long", "/failed", "/nowhere"])("is none where %s answers something else", async (path) => {
    await expect(askVenueTime(base + path)).rejects.toEqual(expect.objectContaining({ code: "CLOCK-VENUE-ANSWER" }));
  });

  it("is none where nothing comes in time", async () => {
    await expect(askVenueTime(`${base}/silent`, 30)).rejects.toEqual(
      expect.objectContaining({ code: "CLOCK-VENUE-ANSWER" }),
    );
  });

  it("is asked of https addresses, and over http on this machine alone", async () => {
    for (const url of ["api.binance.com", "http://api.binance.com/api/v3/time", "ftp://127.0.0.1/time", ""]) {
      await expect(askVenueTime(url)).rejects.toEqual(expect.objectContaining({ code: "CLOCK-VENUE-ADDRESS" }));
    }
  });

  it("is never read from anything else, and times of other units are none", () => {
    expect(readVenueTime(JSON.stringify({ serverTime: 1_499_827_319 }))).toBeNull();
    expect(readVenueTime(JSON.stringify({ serverTime: "1499827319559" }))).toBeNull();
    expect(readVenueTime("{")).toBeNull();
    fc.assert(fc.property(fc.json(), (text) => readVenueTime(text) === null));
  });
});

describe("the offset of a clock from a venue's", () => {
  it("is measured in the middle of the way, whatever part of it was there and whatever back", async () => {
    const whole = (max: number) => fc.integer({ min: 0, max });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ there: whole(500), back: whole(500) }), { minLength: 2, maxLength: 2 }),
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.constantFrom(1, 1000),
        async (ways, ahead, resolutionMs) => {
          let ms = 1_700_000_000_123;
          let asked = 0;
          const machine = { now: () => ms, mono: () => BigInt(ms) * 1_000_000n };
          const { offsetMs, errorMs } = await venueOffset(
            "venue",
            async () => {
              const way = ways[asked++] ?? { there: 0, back: 0 };
              ms += way.there;
              const at = Math.floor((ms + ahead) / resolutionMs) * resolutionMs;
              ms += way.back;
              return { at, resolutionMs };
            },
            machine,
          );
          expect(asked).toBe(2);
          expect(Math.abs(offsetMs - ahead)).toBeLessThanOrEqual(errorMs);
          const shortest = Math.min(...ways.map(({ there, back }) => there + back));
          expect(errorMs).toBe(shortest / 2 + resolutionMs / 2 + 1);
        },
      ),
    );
  });
});
