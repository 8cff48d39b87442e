import { fork } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { startRunLoop } from "../../main/workstation/run-loop.ts";
import { benchEngine, benchInstrument, marketOrder } from "./bench-engine.ts";
import { benchJournal } from "./bench-journal.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { median, quantile, threadCpuSeconds } from "./measure.ts";
import { frameBytes, frameReader } from "./tick-frame.ts";
import { atMostCells } from "./verdict.ts";

interface Load {
  readonly perMinute: number;
  /** Every so many ticks become an order. */
  readonly ticksPerOrder: number;
}

const usual: Load = { perMinute: 500_000, ticksPerOrder: 10 };
/** Half of the thousand orders a second that are the most a gate may be set to: 833. */
const tenfold: Load = { perMinute: 5_000_000, ticksPerOrder: 100 };
/** The wish, its verdict, its departure, the venue's word and the fill. */
const eventsPerOrder = 5;
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Ticks of another process over a local socket, from due to handled, with the journal on; against the socket alone. */
export const socketTicks: Figure = {
  name: "socket-ticks",
  async run({ quick }) {
    const seconds = quick ? 2 : 6;
    const bare: number[] = [];
    const full: number[] = [];
    let detail: Record<string, number> = {};
    await bareSocket(usual, 2);
    await throughEngine(usual, 2);
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      bare.push(quantile(await bareSocket(usual, seconds), 0.95));
      const { millis, ...rest } = await throughEngine(usual, seconds);
      full.push(quantile(millis, 0.95));
      detail = { ...rest, p50Micros: quantile(millis, 0.5) * 1000, p99Micros: quantile(millis, 0.99) * 1000 };
    }
    const times = median(full.map((p95, round) => p95 / (bare[round] as number)));
    const plain = plainRate(200_000, 5);
    return {
      name: "socket-ticks",
      title: "500k ticks/min, journal on, p95",
      value: times,
      unit: "× bare socket",
      goal: "<= 3",
      met: times <= 3,
      ...inPlainBars(median(full), plain),
      detail: { p95Micros: median(full) * 1000, bareP95Micros: median(bare) * 1000, ...detail },
    };
  },
};

/** Ten times as many, nothing dropped; the same socket read bare tells what of the time is the machine's. */
export const socketTicksTenfold: Figure = {
  name: "socket-ticks-5m",
  async run({ quick }) {
    const seconds = quick ? 1 : 5;
    const bare: number[] = [];
    const full: number[] = [];
    let detail: Record<string, number> = {};
    await throughEngine(tenfold, quick ? 1 : 3);
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      bare.push(quantile(await bareSocket(tenfold, seconds), 0.95));
      const { millis, ...rest } = await throughEngine(tenfold, seconds);
      full.push(quantile(millis, 0.95));
      detail = { ...rest, ticks: millis.length, p50: quantile(millis, 0.5), p99: quantile(millis, 0.99) };
    }
    const p95 = median(full);
    return {
      name: "socket-ticks-5m",
      title: "5M ticks/min, journal on, p95",
      value: p95,
      unit: "ms",
      ...atMostCells([p95], { must: [5], goal: [2] }),
      ...inPlainBars(p95, plainRate(200_000, 5)),
      detail: { bareP95: median(bare), ...detail },
    };
  },
};

const ticksIn = ({ perMinute }: Load, seconds: number): number => Math.floor((perMinute / 60) * seconds);

/** Latencies of ticks that are read and dropped. */
async function bareSocket(load: Load, seconds: number): Promise<number[]> {
  const millis: number[] = [];
  await receive(load, seconds, (bytes, at) => {
    millis.push(nowMs() - bytes.readDoubleLE(at));
  });
  return millis;
}

/** Latencies of ticks until an agent has handled them; every tenth becomes an order through gate, journal and venue. */
async function throughEngine(
  load: Load,
  seconds: number,
): Promise<{ millis: number[]; orders: number; events: number; backPressure: number; cpuShare: number }> {
  const { ticksPerOrder } = load;
  const { journal, close } = await benchJournal();
  const engine = benchEngine({
    record: (event) => journal.append(event),
    journalOpen: () => journal.health().state === "open",
  });
  const loop = startRunLoop(engine);
  journal.onDurable((seq) => {
    engine.durable(seq);
    loop.wake();
  });
  const millis: number[] = [];
  // By the number of the tick: the engine's own times are whole milliseconds.
  const dueMs = new Float64Array(ticksIn(load, seconds));
  let received = 0;
  const epoch = Date.UTC(2024, 0, 1);
  let filled = 0;
  engine.register({
    id: "taker",
    actor: { kind: "trader", id: "taker" },
    instruments: [0],
    onTick(_tick, desk) {
      millis.push(nowMs() - (dueMs[millis.length] as number));
      if (millis.length % ticksPerOrder === 0) {
        desk.submit(marketOrder(millis.length % (2 * ticksPerOrder) === 0 ? "sell" : "buy"), "bench");
      }
    },
    onOrder(order) {
      if (order.status === "filled") filled += 1;
    },
  });
  engine.startAgent("taker");
  const cpuBefore = threadCpuSeconds();
  const offer = (bytes: Buffer, at: number): boolean =>
    engine.tick(
      0,
      epoch + bytes.readDoubleLE(at),
      bytes.readDoubleLE(at + 8),
      bytes.readDoubleLE(at + 16),
      bytes.readDoubleLE(at + 24),
      bytes.readDoubleLE(at + 32),
    );
  // What the full queue refuses waits here, in order, until there is space: nothing is dropped.
  let waiting: Buffer[] = [];
  engine.onSpace(() => {
    const taken = waiting.findIndex((frame) => !offer(frame, 0));
    waiting = taken < 0 ? [] : waiting.slice(taken);
  });
  await receive(load, seconds, (bytes, at) => {
    dueMs[received++] = bytes.readDoubleLE(at);
    if (waiting.length > 0 || !offer(bytes, at)) waiting.push(Buffer.from(bytes.subarray(at, at + frameBytes)));
    loop.wake();
  });
  const orders = Math.floor(ticksIn(load, seconds) / ticksPerOrder);
  const until = performance.now() + 20_000;
  const isWritten = (): boolean => journal.health().events >= orders * eventsPerOrder;
  while ((filled < orders || !isWritten()) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
  loop.stop();
  const cpuShare = (threadCpuSeconds() - cpuBefore) / seconds;
  const { backPressure } = engine.metrics();
  const { events } = journal.health();
  const position = engine.positions().find((each) => each.instrumentId === benchInstrument.id)?.size ?? "0";
  await close();
  const ticks = ticksIn(load, seconds);
  if (millis.length !== ticks) throw new Error(`${millis.length} of ${ticks} ticks were handled`);
  if (events < orders * eventsPerOrder) throw new Error(`${events} events were written of ${orders} orders`);
  if (filled !== orders) throw new Error(`${filled} of ${orders} orders were filled; the position is ${position}`);
  return { millis, orders, events, backPressure, cpuShare };
}

/** Takes every tick that the sender sends; throws when one is missing. */
async function receive(load: Load, seconds: number, onFrame: (bytes: Buffer, at: number) => void): Promise<void> {
  let frames = 0;
  const server = createServer({ noDelay: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sender = fork(new URL("./tick-sender.ts", import.meta.url), [
    String(port),
    String(load.perMinute),
    String(seconds),
  ]);
  const [socket] = (await once(server, "connection")) as [Socket];
  socket.on(
    "data",
    frameReader((bytes, at) => {
      frames += 1;
      onFrame(bytes, at);
    }),
  );
  await once(socket, "end");
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.close();
  sender.kill();
  if (frames !== ticksIn(load, seconds)) throw new Error(`${frames} of ${ticksIn(load, seconds)} ticks arrived`);
}
