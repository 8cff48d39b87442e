import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { askTime } from "./ask-time.ts";
import { readSntp, sntpRequest } from "./sntp-packet.ts";

const clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };

/** A server's answer to a request, its clock `offsetMs` ahead of ours. */
function answerTo(request: Buffer, offsetMs = 0, change: (packet: Buffer) => void = () => undefined): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = (4 << 3) | 4;
  packet[1] = 2;
  packet.writeInt32BE(0.01 * 65_536, 4);
  packet.writeUInt32BE(0.002 * 65_536, 8);
  request.copy(packet, 24, 40, 48);
  const seconds = (Date.now() + offsetMs) / 1000 + 2_208_988_800;
  for (const at of [32, 40]) {
    packet.writeUInt32BE(Math.floor(seconds) % 0x1_0000_0000, at);
    packet.writeUInt32BE(Math.floor((seconds % 1) * 0x1_0000_0000), at + 4);
  }
  change(packet);
  return packet;
}

async function withServer<T>(
  answer: (request: Buffer, say: (packet: Buffer) => void, from: RemoteInfo) => void,
  ask: (server: string) => Promise<T>,
): Promise<T> {
  const server: Socket = createSocket("udp4");
  server.on("message", (request, from) =>
    answer(request, (packet) => server.send(packet, from.port, from.address), from),
  );
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await ask(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

test.each([0, 250, -4000])("a server whose clock is %d ms ahead is that far off, within the error", async (offset) => {
  const measured = await withServer(
    (request, say) => say(answerTo(request, offset)),
    (server) => askTime(server, { clock }),
  );
  expect(Math.abs(measured.offsetMs - offset)).toBeLessThanOrEqual(measured.errorMs);
  expect(measured.errorMs).toBeGreaterThan(7);
  expect(measured.stratum).toBe(2);
});

test("a late answer widens the error and is still right within it", async () => {
  const measured = await withServer(
    (request, say) => {
      const packet = answerTo(request, 100);
      setTimeout(() => say(packet), 60);
    },
    (server) => askTime(server, { clock }),
  );
  expect(measured.errorMs).toBeGreaterThan(30);
  expect(Math.abs(measured.offsetMs - 100)).toBeLessThanOrEqual(measured.errorMs);
});

test("garbage and answers to other requests are passed over, and the true one still counts", async () => {
  const measured = await withServer(
    (request, say) => {
      say(Buffer.from("not the time"));
      say(Buffer.alloc(48, 0xff));
      say(answerTo(Buffer.alloc(48, 7), 9_999));
      say(answerTo(request, 5));
    },
    (server) => askTime(server, { clock }),
  );
  expect(Math.abs(measured.offsetMs - 5)).toBeLessThanOrEqual(measured.errorMs);
});

test.each<[string, (packet: Buffer) => void, string]>([
  ["another request's", (packet) => packet.writeBigUInt64BE(1n, 24), "it answers another request"],
  ["a client's", (packet) => packet.writeUInt8((4 << 3) | 3, 0), "mode 3"],
  ["an unknown version's", (packet) => packet.writeUInt8((7 << 3) | 4, 0), "version 7"],
  ["an unset server's", (packet) => packet.writeUInt8((3 << 6) | (4 << 3) | 4, 0), "is not set"],
  ["a server's far from any reference", (packet) => packet.writeUInt8(16, 1), "is not set"],
  ["one of a wide dispersion", (packet) => packet.writeUInt32BE(65_536, 8), "too far from its reference"],
  ["one without a time", (packet) => packet.fill(0, 40, 48), "when it was sent"],
  ["one sent before it was asked", (packet) => packet.fill(0xff, 32, 36), "before the request"],
])("an answer that is %s is none", async (_, change, why) => {
  const asked = withServer(
    (request, say) => say(answerTo(request, 0, change)),
    (server) => askTime(server, { clock, timeoutMs: 80 }),
  );
  await expect(asked).rejects.toMatchObject({ code: "CLOCK-NO-ANSWER", message: expect.stringContaining(why) });
});

test("a kiss-o'-death ends the asking with its code", async () => {
  const kiss = (packet: Buffer): void => {
    packet.writeUInt8(0, 1);
    packet.write("RATE", 12, "latin1");
  };
  const asked = withServer(
    (request, say) => say(answerTo(request, 0, kiss)),
    (server) => askTime(server, { clock }),
  );
  await expect(asked).rejects.toMatchObject({ code: "CLOCK-REFUSED", message: expect.stringContaining("(RATE)") });
});

test("no answer, no such host and no such name are faults that say so", async () => {
  const silent = withServer(
    () => undefined,
    (server) => askTime(server, { clock, timeoutMs: 50 }),
  );
  await expect(silent).rejects.toMatchObject({
    code: "CLOCK-NO-ANSWER",
    message: expect.stringContaining("nothing came"),
  });
  await expect(askTime("no-such-host.invalid", { clock })).rejects.toMatchObject({ code: "CLOCK-NO-ANSWER" });
  for (const name of ["", "a b", "host:0", "host:99999", "http://host", "[::1"]) {
    await expect(askTime(name, { clock })).rejects.toMatchObject({ code: "CLOCK-SERVER-NAME" });
  }
});

test("times after 2036 count on", () => {
  const packet = answerTo(sntpRequest(5n));
  for (const at of [32, 40]) packet.writeUInt32BE(10, at);
  const answer = readSntp(packet, 5n);
  expect(answer.kind === "time" && new Date(answer.times.sentAt).getUTCFullYear()).toBe(2036);
});

test("no bytes whatever throw or pass for the answer to a request that was not made", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(readSntp(Buffer.from(bytes), 0x1234_5678_9abc_def0n).kind).toBe("unusable");
    }),
    { numRuns: 500 },
  );
});
