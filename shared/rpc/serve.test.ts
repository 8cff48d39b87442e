import { expect, test, vi } from "vitest";
import { z } from "zod";
import { type Handlers, request, stream } from "./contract.ts";
import type { DeskFrame } from "./frame.ts";
import { memoryWires } from "./memory-wire.ts";
import { type ServeOptions, serve } from "./serve.ts";

const nothing = z.strictObject({});
const contract = {
  opaque: request({ role: "viewer", input: nothing, output: z.unknown() }),
  anything: request({ role: "viewer", input: z.strictObject({ what: z.unknown() }), output: z.null() }),
  numbers: stream({ role: "viewer", params: nothing, item: z.unknown(), mode: "lossless" }),
  newest: stream({ role: "viewer", params: nothing, item: z.int(), mode: "latest" }),
};

const base: Handlers<typeof contract, null> = {
  opaque: () => null,
  anything: () => null,
  numbers: () => () => undefined,
  newest: () => () => undefined,
};

function desk(handlers: Partial<typeof base>, options: Partial<ServeOptions<null>> = {}) {
  const [mine, page] = memoryWires();
  const bugs: string[] = [];
  const served = serve(
    mine,
    contract,
    { ...base, ...handlers },
    {
      role: "viewer",
      context: null,
      now: () => performance.now(),
      onBug: (error, operation) => bugs.push(`${operation}: ${String(error)}`),
      ...options,
    },
  );
  const frames: DeskFrame[] = [];
  page.onFrame((frame) => frames.push(frame as DeskFrame));
  return { mine, page, served, bugs, frames };
}

test("an answer that cannot travel is a bug of the desk, not silence", async () => {
  const { page, bugs, frames } = desk({ opaque: () => () => undefined });
  page.send({ kind: "request", id: 1, name: "opaque", input: {} });
  await vi.waitFor(() => expect(frames).toMatchObject([{ kind: "failure", id: 1, failure: { code: "RPC-BUG" } }]));
  expect(bugs[0]).toContain("opaque: DataCloneError");
});

test("an item that cannot travel ends the stream as failed", async () => {
  const { page, bugs, frames, served } = desk({
    numbers: (_params, emit) => {
      emit(() => undefined);
      return () => undefined;
    },
  });
  page.send({ kind: "subscribe", id: 1, name: "numbers", params: {}, credit: 1 });
  await vi.waitFor(() => expect(frames).toMatchObject([{ kind: "end", id: 1, reason: "failed" }]));
  expect(bugs).toHaveLength(1);
  expect(served.subscriptions).toBe(0);
});

test("a source that cannot start, or cannot stop, hurts only itself", async () => {
  const stop = vi.fn(() => {
    throw new Error("will not stop");
  });
  const { page, bugs, frames, served } = desk({
    newest: () => {
      throw Object.assign(new Error("No such feed."), {
        code: "FEED-GONE",
        category: "venue",
        remedy: "Pick another.",
      });
    },
    numbers: async () => stop,
  });
  page.send({ kind: "subscribe", id: 1, name: "newest", params: {}, credit: 1 });
  page.send({ kind: "subscribe", id: 2, name: "numbers", params: {}, credit: 1 });
  await vi.waitFor(() => expect(served.subscriptions).toBe(1));
  expect(frames).toMatchObject([{ kind: "end", id: 1, reason: "failed", failure: { code: "FEED-GONE" } }]);
  page.send({ kind: "unsubscribe", id: 2 });
  page.send({ kind: "request", id: 3, name: "opaque", input: {} });
  await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: "response", id: 3, output: null }));
  expect(stop).toHaveBeenCalledOnce();
  expect(bugs).toEqual(["numbers: Error: will not stop"]);
});

test("a source that starts after its page has gone is stopped at once", async () => {
  const stop = vi.fn();
  let started = (_stop: () => void): void => undefined;
  let aborted = (): boolean => false;
  const { page, served } = desk({
    numbers: (_params, emit, scope) => {
      aborted = () => scope.aborted;
      return new Promise((resolve) => {
        started = (source) => {
          emit(1);
          scope.end("done");
          resolve(source);
        };
      });
    },
  });
  page.send({ kind: "subscribe", id: 1, name: "numbers", params: {}, credit: 1 });
  await vi.waitFor(() => expect(served.subscriptions).toBe(1));
  expect(aborted()).toBe(false);
  page.close();
  await vi.waitFor(() => expect(aborted()).toBe(true));
  started(stop);
  await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  expect(served.queuedItems).toBe(0);
});

test("latest without a key keeps one item, and credit for nothing is no error", async () => {
  let emit = (_item: number): void => undefined;
  const { page, frames, served } = desk({
    newest: (_params, give) => {
      emit = give;
      return () => undefined;
    },
  });
  page.send({ kind: "credit", id: 9, count: 1 });
  page.send({ kind: "subscribe", id: 1, name: "newest", params: {}, credit: 0 });
  await vi.waitFor(() => expect(served.subscriptions).toBe(1));
  emit(1);
  emit(2);
  expect(served.queuedItems).toBe(1);
  page.send({ kind: "credit", id: 1, count: 64 });
  await vi.waitFor(() => expect(frames).toEqual([{ kind: "items", id: 1, items: [2] }]));
});

test("a long queue leaves in batches of the allowed size, one per tick", async () => {
  const { page, frames } = desk(
    {
      numbers: (_params, emit) => {
        for (let item = 0; item < 25; item++) emit(item);
        return () => undefined;
      },
    },
    { maxBatchItems: 10, tickMs: 1 },
  );
  page.send({ kind: "subscribe", id: 1, name: "numbers", params: {}, credit: 64 });
  await vi.waitFor(() => expect(frames).toHaveLength(3));
  expect(frames.map((frame) => (frame.kind === "items" ? frame.items.length : 0))).toEqual([10, 10, 5]);
});

test("a credit is good for one batch: the next one waits until the page asks", async () => {
  let emit = (_item: number): void => undefined;
  const { page, frames, served } = desk(
    {
      numbers: (_params, give) => {
        emit = give;
        return () => undefined;
      },
    },
    { tickMs: 1 },
  );
  page.send({ kind: "subscribe", id: 1, name: "numbers", params: {}, credit: 1 });
  await vi.waitFor(() => expect(served.subscriptions).toBe(1));
  emit(1);
  await vi.waitFor(() => expect(frames).toHaveLength(1));
  emit(2);
  emit(3);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(frames).toHaveLength(1);
  expect(served.queuedItems).toBe(2);
  page.send({ kind: "credit", id: 1, count: 1 });
  await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: "items", id: 1, items: [2, 3] }));
});

test("what a contract merely inherits is no operation of it", async () => {
  const [mine, page] = memoryWires();
  const inherited = Object.create(contract) as typeof contract;
  serve(mine, inherited, base, { role: "trader", context: null, now: () => 0 });
  const frames: unknown[] = [];
  page.onFrame((frame) => frames.push(frame));
  page.send({ kind: "request", id: 1, name: "opaque", input: {} });
  await vi.waitFor(() => expect(frames).toMatchObject([{ failure: { code: "RPC-UNKNOWN" } }]));
});

test.each([
  ["\ud800", "what"],
  [[{ note: "a\udc00" }], "what.0.note"],
  [{ "\ud800": 1 }, "what"],
])("half a character is refused by its place before anyone acts on it", async (what, place) => {
  const { page, bugs, frames } = desk({});
  page.send({ kind: "request", id: 1, name: "anything", input: { what } });
  await vi.waitFor(() => expect(frames).toMatchObject([{ kind: "failure", failure: { code: "RPC-INPUT" } }]));
  expect(JSON.stringify(frames)).toContain(`anything: ${place} holds half a character`);
  page.send({ kind: "request", id: 2, name: "anything", input: { what: ["😀", 1, null] } });
  await vi.waitFor(() => expect(frames).toMatchObject([{}, { kind: "response" }]));
  expect(bugs).toEqual([]);
});
