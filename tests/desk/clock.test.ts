import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEvent } from "../../main/audit/event-text.ts";
import { eventually, openDesk, removeProfile, wideLimits } from "./open-desk.ts";

const btc = "paper:BTC/USDT";

/** A time server on loopback whose clock is ahead. */
async function timeServer(aheadMs: number) {
  const server = createSocket("udp4");
  server.on("message", (request, from) => {
    const packet = Buffer.alloc(48);
    packet[0] = (4 << 3) | 4;
    packet[1] = 1;
    request.copy(packet, 24, 40, 48);
    const seconds = (Date.now() + aheadMs) / 1000 + 2_208_988_800;
    for (const at of [32, 40]) {
      packet.writeUInt32BE(Math.floor(seconds) % 0x1_0000_0000, at);
      packet.writeUInt32BE(Math.floor((seconds % 1) * 0x1_0000_0000), at + 4);
    }
    server.send(packet, from.port, from.address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  return { name: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** A venue on loopback that tells the time of the same clock, in the form of a known one. */
async function venueTime(aheadMs: number) {
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ serverTime: Date.now() + aheadMs }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3/time`;
  return {
    url,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("a desk whose clock is off says by how much, warns, and lets nothing open beyond the limit", async () => {
  const server = await timeServer(30_000);
  const venue = await venueTime(30_000);
  const profileDir = mkdtempSync(join(tmpdir(), "proofdesk-"));
  const breakers = [{ rule: "clock-drift", limit: "50", action: "warn" }];
  const risk = { ...wideLimits, maxClockOffsetMs: 1000, breakers };
  writeFileSync(
    join(profileDir, "settings.json"),
    JSON.stringify({ risk, clock: { servers: [server.name], venueTimes: [venue.url] } }),
  );
  const desk = await openDesk({ profileDir });
  const { engine, quotes, journal } = desk.workstation.context;
  try {
    await eventually("a price", () => quotes.quote(btc));
    const [warned] = await eventually("the warning", () => engine.breakers().length > 0 && engine.breakers());
    expect(warned).toMatchObject({ rule: "clock-drift", action: "warn" });
    const synced = [...journal.read()].map(({ text }) => readEvent(text)).find(({ type }) => type === "clock.synced");
    expect(synced?.data["asked"]).toEqual([server.name, venue.url]);
    const offsetMs = Number(synced?.data["offsetUs"]) / 1000;
    const errorMs = Number(synced?.data["errorUs"]) / 1000;
    expect(Math.abs(offsetMs - 30_000)).toBeLessThanOrEqual(errorMs + 1);
    const { verdict } = await desk.page().call.submitOrder({
      instrumentId: btc,
      side: "buy",
      type: "market",
      size: "0.01",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: false,
    });
    const failed = verdict.rows.filter(({ outcome }) => outcome === "fail");
    expect(failed.map(({ code }) => code)).toEqual(["RISK-044"]);
    expect(failed[0]?.text).toContain(`ms behind`);
    expect([server.name, venue.url].some((name) => failed[0]?.text.includes(name))).toBe(true);
  } finally {
    await desk.close();
    server.close();
    venue.close();
    removeProfile(profileDir);
  }
});
