import { connect } from "node:net";
import { frameBytes, writeFrame } from "./tick-frame.ts";

/**
 * Sends ticks to a local socket when they are due, whatever the reader does: `tick-sender.ts PORT TICKS-PER-MINUTE SECONDS`.
 * It sleeps between two looks at the clock: one that spins takes a whole core, on a small machine from who is measured. What
 * it oversleeps counts as latency, because that is measured from when a tick was due.
 */
const [port, perMinute, seconds] = process.argv.slice(2).map(Number) as [number, number, number];
const total = Math.floor((perMinute / 60) * seconds);
const spacingMs = 60_000 / perMinute;
const sleepMs = 0.2;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const socket = connect({ host: "127.0.0.1", port, noDelay: true }, () => {
  const start = nowMs() + 20;
  let sent = 0;
  const turn = (): void => {
    const now = nowMs();
    let due = 0;
    while (sent + due < total && start + (sent + due) * spacingMs <= now) due += 1;
    if (due > 0) {
      const frames = Buffer.allocUnsafe(due * frameBytes);
      for (let i = 0; i < due; i++) {
        const price = 100 + ((sent + i) % 64) / 128;
        writeFrame(frames, i, start + (sent + i) * spacingMs, price, price + 1 / 128, price, 5);
      }
      socket.write(frames);
      sent += due;
    }
    if (sent < total) {
      Atomics.wait(sleeper, 0, 0, sleepMs);
      setImmediate(turn);
    } else {
      socket.end();
    }
  };
  turn();
});
