import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Client, connect } from "../../shared/rpc/connect.ts";
import type { Role } from "../../shared/rpc/contract.ts";
import type { DeskFrame } from "../../shared/rpc/frame.ts";
import { reconnecting } from "../../shared/rpc/reconnecting.ts";
import { type Served, type ServeOptions, serve } from "../../shared/rpc/serve.ts";
import { closeCodes, type Wire, type WireClose } from "../../shared/rpc/wire.ts";
import { emptySources, type Sources, sample, sampleHandlers } from "./sample-contract.ts";
import { rigs, type WireRig } from "./wire-pairs.ts";

const soon = { timeout: 10_000, interval: 5 };

describe.each(rigs)("over a %s", (_name, makeRig) => {
  let sources: Sources;
  let rig: WireRig;
  let served: Served[];
  let bugs: string[];
  let limits: Partial<ServeOptions<Sources>>;

  beforeEach(async () => {
    sources = emptySources();
    served = [];
    bugs = [];
    limits = {};
    rig = await makeRig((wire, role) => {
      const options = { role, context: sources, now: () => performance.now(), ...limits };
      served.push(serve(wire, sample, sampleHandlers, { ...options, onBug: (error) => bugs.push(String(error)) }));
    });
  });
  afterEach(async () => {
    await rig.close();
  });

  const client = async (role?: Role): Promise<Client<typeof sample>> => connect(await rig.open(role), sample);

  /** A page without the client's checks: it sends what it likes and keeps what it gets. */
  const stranger = async (role?: Role): Promise<{ wire: Wire; frames: DeskFrame[]; closes: WireClose[] }> => {
    const wire = await rig.open(role);
    const frames: DeskFrame[] = [];
    const closes: WireClose[] = [];
    wire.onFrame((frame) => frames.push(frame as DeskFrame));
    wire.onClose((close) => closes.push(close));
    return { wire, frames, closes };
  };
  const answerTo = async (frame: unknown, role?: Role): Promise<DeskFrame | undefined> => {
    const { wire, frames } = await stranger(role);
    wire.send(frame);
    await vi.waitFor(() => expect(frames).toHaveLength(1), soon);
    wire.close();
    return frames[0];
  };
  const closeAfter = async (frame: unknown): Promise<number | undefined> => {
    const { wire, closes } = await stranger();
    wire.send(frame);
    await vi.waitFor(() => expect(closes).toHaveLength(1), soon);
    return closes[0]?.code;
  };

  test("a request is answered, by method and by name", async () => {
    const page = await client();
    expect(await page.call.look({ symbol: "BTC" })).toEqual({ price: "3.5" });
    expect(await page.request("place", { order: { symbol: "ETH", size: 2 } })).toEqual({ id: "ETH-1" });
  });

  test("bad input is refused with the way to the value before any handler runs", async () => {
    const input = { order: { symbol: "ETH", size: "2" } };
    const frame = await answerTo({ kind: "request", id: 1, name: "place", input });
    expect(frame).toMatchObject({ kind: "failure", id: 1, failure: { code: "RPC-INPUT", category: "validation" } });
    expect(frame).toHaveProperty("failure.message", expect.stringContaining("order, size: "));
    expect(sources.placed).toBe(0);
  });

  test("missing input is bad input, not a crash", async () => {
    expect(await answerTo({ kind: "request", id: 1, name: "place" })).toHaveProperty("failure.code", "RPC-INPUT");
    expect(await answerTo({ kind: "subscribe", id: 1, name: "quotes", credit: 1 })).toHaveProperty(
      "failure.code",
      "RPC-INPUT",
    );
  });

  test.each(["nothing", "constructor", "__proto__", "toString", "hasOwnProperty", "quotes"])(
    "a request named %s is unknown",
    async (name) => {
      expect(await answerTo({ kind: "request", id: 1, name, input: {} })).toHaveProperty("failure.code", "RPC-UNKNOWN");
    },
  );

  test.each(["constructor", "look"])("a stream named %s is unknown", async (name) => {
    const frame = await answerTo({ kind: "subscribe", id: 1, name, params: {}, credit: 1 });
    expect(frame).toHaveProperty("failure.code", "RPC-UNKNOWN");
  });

  test("a viewer can look but neither trade nor read what needs a trader", async () => {
    const page = await client("viewer");
    expect(await page.call.look({ symbol: "BTC" })).toEqual({ price: "3.5" });
    const order = { symbol: "ETH", size: 2 };
    await expect(page.call.place({ order })).rejects.toMatchObject({ code: "RPC-FORBIDDEN", category: "security" });
    const frame = await answerTo({ kind: "subscribe", id: 1, name: "secrets", params: {}, credit: 1 }, "viewer");
    expect(frame).toHaveProperty("failure.code", "RPC-FORBIDDEN");
    expect(sources.placed).toBe(0);
  });

  test("a fault keeps its code and remedy; another error says nothing of the inside", async () => {
    const page = await client();
    await expect(page.call.refuse({})).rejects.toMatchObject({
      code: "RISK-012",
      category: "risk",
      message: "The order is too large.",
      remedy: "Lower the size to 3.",
    });
    const crash = await answerTo({ kind: "request", id: 1, name: "crash", input: {} });
    expect(crash).toHaveProperty("failure.code", "RPC-BUG");
    expect(JSON.stringify(crash)).not.toMatch(/hunter2|somebody|stack/);
    expect(bugs).toEqual([expect.stringContaining("hunter2")]);
  });

  test("an answer outside the contract is a bug of the desk, and unknown fields never leave it", async () => {
    expect(await answerTo({ kind: "request", id: 1, name: "misanswer", input: {} })).toHaveProperty(
      "failure.code",
      "RPC-BUG",
    );
    const leak = await answerTo({ kind: "request", id: 1, name: "leak", input: {} });
    expect(leak).toEqual({ kind: "response", id: 1, output: { shown: "yes" } });
  });

  test("an oversized frame closes the wire with its own code", async () => {
    const input = { symbol: "x".repeat(1 << 20) };
    expect(await closeAfter({ kind: "request", id: 1, name: "look", input })).toBe(closeCodes.oversized);
  });

  test.each([
    ["a text", "hello"],
    ["nothing", null],
    ["an unknown kind", { kind: "exec", id: 1 }],
    ["a foreign field", { kind: "unsubscribe", id: 1, more: true }],
    ["a fractional id", { kind: "unsubscribe", id: 1.5 }],
    ["a hostile credit", { kind: "credit", id: 1, count: 1e9 }],
  ])("%s instead of a frame closes the wire", async (_what, frame) => {
    expect(await closeAfter(frame)).toBe(closeCodes.malformed);
  });

  test("an id used twice closes the wire", async () => {
    const { wire, closes } = await stranger();
    wire.send({ kind: "request", id: 1, name: "hang", input: {} });
    wire.send({ kind: "request", id: 1, name: "hang", input: {} });
    await vi.waitFor(() => expect(closes).toHaveLength(1), soon);
    expect(closes[0]?.code).toBe(closeCodes.malformed);
  });

  test("more requests and subscriptions than allowed are turned away, not queued", async () => {
    limits = { maxPendingRequests: 1, maxSubscriptions: 1 };
    const { wire, frames } = await stranger();
    wire.send({ kind: "request", id: 1, name: "hang", input: {} });
    wire.send({ kind: "request", id: 2, name: "hang", input: {} });
    wire.send({ kind: "subscribe", id: 3, name: "fills", params: {}, credit: 1 });
    wire.send({ kind: "subscribe", id: 4, name: "fills", params: {}, credit: 1 });
    await vi.waitFor(() => expect(frames).toHaveLength(2), soon);
    expect(frames.map((frame) => [frame.id, frame.kind === "failure" && frame.failure.code])).toEqual([
      [2, "RPC-BUSY"],
      [4, "RPC-BUSY"],
    ]);
  });

  test("a slow reader of latest items costs one item per key and then sees the newest", async () => {
    const { wire, frames } = await stranger();
    wire.send({ kind: "subscribe", id: 7, name: "quotes", params: { venue: "x" }, credit: 0 });
    await vi.waitFor(() => expect(sources.quotes.size).toBe(1), soon);
    for (let value = 0; value < 100_000; value++) {
      for (const emit of sources.quotes) emit({ key: value % 50, value });
    }
    expect(served[0]?.queuedItems).toBe(50);
    expect(frames).toEqual([]);
    wire.send({ kind: "credit", id: 7, count: 1 });
    await vi.waitFor(() => expect(frames).toHaveLength(1), soon);
    const items = frames[0]?.kind === "items" ? frames[0].items : [];
    expect(items).toHaveLength(50);
    expect(items.every((item) => (item as { value: number }).value >= 99_950)).toBe(true);
  });

  test("a page that never reads does not grow the desk: the queue is capped and the stream ends in resync", async () => {
    const { wire, frames } = await stranger();
    wire.send({ kind: "subscribe", id: 7, name: "fills", params: {}, credit: 0 });
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    let most = 0;
    for (let seq = 0; seq < 50_000; seq++) {
      for (const emit of sources.fills) emit({ seq });
      most = Math.max(most, served[0]?.queuedItems ?? 0);
    }
    expect(most).toBe(10_000);
    expect(served[0]?.queuedItems).toBe(0);
    expect([sources.started, sources.stopped]).toEqual([1, 1]);
    await vi.waitFor(() => expect(frames).toEqual([{ kind: "end", id: 7, reason: "resync" }]), soon);
    expect(served[0]?.subscriptions).toBe(0);
  });

  test("after an overflow the client drops its copy, subscribes again and goes on", async () => {
    limits = { maxQueuedItems: 100 };
    const page = await client();
    const story: string[] = [];
    const release: (() => void)[] = [];
    page.subscribe(
      "fills",
      {},
      {
        onItems: (items) => {
          story.push(`items from ${items[0]?.seq}`);
          return new Promise((resolve) => release.push(resolve));
        },
        onResync: () => story.push("resync"),
      },
    );
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    for (const emit of sources.fills) emit({ seq: 0 });
    await vi.waitFor(() => expect(story).toEqual(["items from 0"]), soon);
    for (let seq = 1; seq < 200; seq++) for (const emit of sources.fills) emit({ seq });
    await vi.waitFor(() => expect(sources.started).toBe(2), soon);
    for (const emit of sources.fills) emit({ seq: 500 });
    await vi.waitFor(() => expect(story).toEqual(["items from 0", "resync", "items from 500"]), soon);
  });

  test("without a resync listener the overflow ends the subscription and says so", async () => {
    limits = { maxQueuedItems: 10 };
    const page = await client();
    const onEnd = vi.fn();
    page.subscribe("fills", {}, { onItems: () => new Promise(() => undefined), onEnd });
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    for (let seq = 0; seq < 30; seq++) for (const emit of sources.fills) emit({ seq });
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledExactlyOnceWith("resync"), soon);
  });

  test("lossless items arrive once and in order, whatever the reader's pace", async () => {
    const page = await client();
    const seen: number[] = [];
    page.subscribe(
      "fills",
      {},
      {
        onItems: async (items) => {
          seen.push(...items.map(({ seq }) => seq));
          await new Promise((resolve) => setTimeout(resolve, 3));
        },
      },
    );
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    for (let seq = 0; seq < 5_000; seq++) {
      for (const emit of sources.fills) emit({ seq });
      if (seq % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await vi.waitFor(() => expect(seen).toHaveLength(5_000), soon);
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, seq) => seq));
  });

  test("a stream sends at most one batch per tick, however much credit it has", async () => {
    limits = { tickMs: 40 };
    const { wire, frames } = await stranger();
    wire.send({ kind: "subscribe", id: 7, name: "quotes", params: { venue: "x" }, credit: 64 });
    await vi.waitFor(() => expect(sources.quotes.size).toBe(1), soon);
    const startedAt = performance.now();
    for (let value = 0; performance.now() - startedAt < 200; value++) {
      for (const emit of sources.quotes) emit({ key: 1, value });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const ticks = (performance.now() - startedAt) / 40;
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(1), soon);
    expect(frames.length).toBeLessThanOrEqual(Math.ceil(ticks) + 1);
  });

  test("an item outside the contract ends the stream as failed", async () => {
    const page = await client();
    const onError = vi.fn();
    page.subscribe("broken", {}, { onItems: () => undefined, onError });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), soon);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-BUG" });
  });

  test("a source that ends itself is stopped once and says done", async () => {
    const page = await client();
    const onEnd = vi.fn();
    page.subscribe("finite", {}, { onItems: () => undefined, onEnd });
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledExactlyOnceWith("done"), soon);
    expect(sources.stopped).toBe(1);
  });

  test("unsubscribing stops the source once and nothing arrives after it", async () => {
    const page = await client();
    const onItems = vi.fn();
    const stop = page.subscribe("quotes", { venue: "x" }, { onItems });
    await vi.waitFor(() => expect(sources.quotes.size).toBe(1), soon);
    stop();
    stop();
    for (const emit of sources.quotes) emit({ key: 1, value: 1 });
    await vi.waitFor(() => expect(sources.stopped).toBe(1), soon);
    await page.call.look({ symbol: "x" });
    expect(onItems).not.toHaveBeenCalled();
    expect(served[0]?.subscriptions).toBe(0);
  });

  test("a closed page stops its sources; its open calls fail with RPC-CLOSED", async () => {
    const page = await client();
    const onError = vi.fn();
    page.subscribe("quotes", { venue: "x" }, { onItems: () => undefined, onError });
    const hanging = expect(page.call.hang({})).rejects.toMatchObject({ code: "RPC-CLOSED" });
    await vi.waitFor(() => expect(sources.quotes.size).toBe(1), soon);
    page.close();
    await hanging;
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-CLOSED" });
    await vi.waitFor(() => expect(sources.stopped).toBe(1), soon);
    await expect(page.call.look({ symbol: "x" })).rejects.toMatchObject({ code: "RPC-CLOSED" });
  });

  test("a request that is not answered in time fails with RPC-TIMEOUT and a late answer is ignored", async () => {
    const page = connect(await rig.open(), sample, { requestTimeoutMs: 20 });
    await expect(page.call.hang({})).rejects.toMatchObject({ code: "RPC-TIMEOUT" });
    expect(await page.call.look({ symbol: "x" })).toEqual({ price: "1.5" });
  });

  test("a lost wire is reopened, subscriptions start again after a resync, and nothing is queued meanwhile", async () => {
    const states: string[] = [];
    const page = reconnecting(() => rig.open(), sample, {
      firstDelayMs: 5,
      onState: (state) => states.push(state),
    });
    await vi.waitFor(() => expect(page.state).toBe("open"), soon);
    const seen: number[] = [];
    const onResync = vi.fn();
    page.subscribe("fills", {}, { onItems: (items) => void seen.push(...items.map(({ seq }) => seq)), onResync });
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    const hanging = expect(page.call.hang({})).rejects.toMatchObject({ code: "RPC-CLOSED" });
    served[0]?.close();
    await hanging;
    await expect(page.call.look({ symbol: "x" })).rejects.toMatchObject({ code: "RPC-CLOSED" });
    await vi.waitFor(() => expect(sources.fills.size).toBe(1), soon);
    await vi.waitFor(() => expect(page.state).toBe("open"), soon);
    expect(onResync).toHaveBeenCalledOnce();
    for (const emit of sources.fills) emit({ seq: 9 });
    await vi.waitFor(() => expect(seen).toEqual([9]), soon);
    expect(await page.call.look({ symbol: "x" })).toEqual({ price: "1.5" });
    page.close();
    expect(states).toEqual(["open", "reconnecting", "open", "closed"]);
    await vi.waitFor(() => expect(sources.stopped).toBe(2), soon);
  });
});
