import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { emptySources, sample, sampleHandlers } from "../../tests/contract/sample-contract.ts";
import { connect } from "./connect.ts";
import { request } from "./contract.ts";
import { memoryWires } from "./memory-wire.ts";
import { reconnecting } from "./reconnecting.ts";
import { serve } from "./serve.ts";
import { closeCodes, type Wire } from "./wire.ts";

const nap = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A page whose desk is the test: it sees the page's frames and answers what it likes. */
function page() {
  const [desk, wire] = memoryWires();
  const frames: { kind: string; id: number; name?: string }[] = [];
  desk.onFrame((frame) => frames.push(frame as (typeof frames)[number]));
  return { desk, wire, frames, client: connect(wire, sample) };
}

describe("a client", () => {
  test("checks its own input before anything is sent", async () => {
    const { client, frames } = page();
    const order = { symbol: "x", size: -1 };
    await expect(client.call.place({ order })).rejects.toMatchObject({ code: "RPC-INPUT" });
    await expect(client.request("nothing" as never, {} as never)).rejects.toMatchObject({ code: "RPC-UNKNOWN" });
    await expect(client.request("toString" as never, {} as never)).rejects.toMatchObject({ code: "RPC-UNKNOWN" });
    const onItems = vi.fn();
    expect(() => client.subscribe("quotes", {} as never, { onItems })).toThrow(/^quotes: venue: /);
    expect(() => client.subscribe("look" as never, {} as never, { onItems })).toThrow(/knows no stream/);
    await nap(5);
    expect(frames).toEqual([]);
    expect(Object.keys(client.call)).not.toContain("quotes");
  });

  test("input that cannot travel is refused at once", async () => {
    const [, wire] = memoryWires();
    const anything = { ...sample.look, input: { safeParse: (data: unknown) => ({ success: true, data }) } };
    const client = connect(wire, { anything } as never) as unknown as {
      request(name: string, input: unknown): Promise<unknown>;
    };
    await expect(client.request("anything", () => undefined)).rejects.toMatchObject({ code: "RPC-INPUT" });
  });

  test("does not believe the desk either: a wrong answer or item is RPC-OUTPUT, a wrong frame ends the wire", async () => {
    const { client, desk, frames } = page();
    const answer = expect(client.call.look({ symbol: "x" })).rejects.toMatchObject({ code: "RPC-OUTPUT" });
    const onError = vi.fn();
    client.subscribe("fills", {}, { onItems: () => undefined, onError });
    desk.send({ kind: "response", id: 1, output: { price: 5 } });
    desk.send({ kind: "items", id: 2, items: [{ seq: 1 }, { seq: "2" }] });
    await answer;
    await vi.waitFor(() => expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-OUTPUT" }));
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: "unsubscribe", id: 2 }));
    const closed = vi.fn();
    client.onClose(closed);
    desk.send({ kind: "eval", code: "1" });
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(closed.mock.calls[0]?.[0]).toMatchObject({ code: closeCodes.malformed });
    expect(() => client.subscribe("fills", {}, { onItems: () => undefined })).toThrow(/closed/);
  });

  test("grants the next batch only after the listener is done, and none after an error in it", async () => {
    const { client, desk, frames } = page();
    let done = (): void => undefined;
    const onError = vi.fn();
    let broken = false;
    client.subscribe(
      "fills",
      {},
      {
        onItems: () => {
          if (broken) throw new Error("bug of the page");
          return new Promise<void>((resolve) => (done = resolve));
        },
        onError,
      },
    );
    desk.send({ kind: "items", id: 1, items: [{ seq: 1 }] });
    await nap(5);
    expect(frames.map(({ kind }) => kind)).toEqual(["subscribe"]);
    done();
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: "credit", id: 1, count: 1 }));
    broken = true;
    desk.send({ kind: "items", id: 1, items: [{ seq: 2 }] });
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: "unsubscribe", id: 1 }));
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-BUG" });
  });

  test("a listener that unsubscribes, or fails after it did, sends nothing more", async () => {
    const { client, desk, frames } = page();
    const stop = client.subscribe(
      "fills",
      {},
      {
        onItems: () => {
          stop();
          throw new Error("late bug");
        },
      },
    );
    desk.send({ kind: "items", id: 1, items: [{ seq: 1 }] });
    desk.send({ kind: "items", id: 1, items: [{ seq: 2 }] });
    desk.send({ kind: "end", id: 1, reason: "done" });
    desk.send({ kind: "response", id: 99, output: {} });
    await nap(5);
    expect(frames.map(({ kind }) => kind)).toEqual(["subscribe", "unsubscribe"]);
  });

  test("an end without a failure and a listener without ears are survived", async () => {
    const { client, desk } = page();
    const onError = vi.fn();
    client.subscribe("fills", {}, { onItems: () => undefined, onError });
    client.subscribe("fills", {}, { onItems: () => undefined });
    desk.send({ kind: "end", id: 1, reason: "failed" });
    desk.send({ kind: "end", id: 2, reason: "failed" });
    await vi.waitFor(() => expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-BUG" }));
  });
});

/** A desk that can be made unreachable and can cut its pages off. */
function desk() {
  const state = { reachable: true, opened: 0, refusal: null as Error | null, wires: [] as Wire[] };
  const sources = emptySources();
  const open = async (): Promise<Wire> => {
    state.opened += 1;
    if (state.refusal) throw state.refusal;
    if (!state.reachable) throw new Error("connection refused");
    const [mine, theirs] = memoryWires();
    state.wires.push(mine);
    serve(mine, sample, sampleHandlers, { role: "viewer", context: sources, now: () => performance.now() });
    return theirs;
  };
  return { state, sources, open };
}

describe("a reconnecting client", () => {
  test("tries again with growing pauses until the desk is there, then starts what was subscribed", async () => {
    const { state, open, sources } = desk();
    state.reachable = false;
    const pauses: number[] = [];
    const states: string[] = [];
    const client = reconnecting(open, sample, {
      firstDelayMs: 1,
      maxDelayMs: 4,
      timers: {
        set(run, afterMs) {
          pauses.push(afterMs);
          return setTimeout(run, afterMs);
        },
        clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
      },
      onState: (next, fault) => states.push(fault ? `${next} ${fault.code}` : next),
    });
    const seen: number[] = [];
    const onResync = vi.fn();
    client.subscribe("fills", {}, { onItems: (items) => void seen.push(...items.map(({ seq }) => seq)), onResync });
    await vi.waitFor(() => expect(state.opened).toBeGreaterThan(4));
    state.reachable = true;
    await vi.waitFor(() => expect(sources.fills.size).toBe(1));
    for (const emit of sources.fills) emit({ seq: 1 });
    await vi.waitFor(() => expect(seen).toEqual([1]));
    expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 4]);
    expect(states[0]).toBe("connecting RPC-CLOSED");
    expect(states.at(-1)).toBe("open");
    expect(onResync).not.toHaveBeenCalled();
    client.close();
  });

  test("a refusal for security is final", async () => {
    const { state, open } = desk();
    state.refusal = Object.assign(new Error("The session is not valid."), {
      code: "SESSION-REFUSED",
      category: "security",
      remedy: "Open the desk again.",
    });
    const client = reconnecting(open, sample, { firstDelayMs: 1 });
    const onError = vi.fn();
    client.subscribe("fills", {}, { onItems: () => undefined, onError });
    await vi.waitFor(() => expect(client.state).toBe("closed"));
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "SESSION-REFUSED" });
    await nap(10);
    expect(state.opened).toBe(1);
    // Waiting would not help: what is asked for from then on is told the refusal and its way out.
    await expect(client.call.look({ symbol: "x" })).rejects.toMatchObject({
      code: "RPC-CLOSED",
      message: "look was not sent: there is no connection to the desk. The session is not valid.",
      remedy: "Open the desk again.",
    });
  });

  test("closing while it waits or while it opens leaves nothing behind", async () => {
    const { state, open } = desk();
    state.reachable = false;
    const waiting = reconnecting(open, sample, { firstDelayMs: 60_000 });
    await nap(1);
    waiting.close();
    waiting.close();
    const opening = reconnecting(open, sample);
    opening.close();
    state.reachable = true;
    const late = reconnecting(open, sample);
    late.close();
    await nap(5);
    expect([waiting.state, opening.state, late.state]).toEqual(["closed", "closed", "closed"]);
    const closed = vi.fn();
    state.wires[0]?.onClose(closed);
    expect(closed).toHaveBeenCalled();
  });

  test("an ended, refused or cancelled subscription is not started again", async () => {
    const { state, open, sources } = desk();
    const client = reconnecting(open, sample, { firstDelayMs: 1 });
    const onEnd = vi.fn();
    const onError = vi.fn();
    const onBadParams = vi.fn();
    client.subscribe("quotes", {} as never, { onItems: () => undefined, onError: onBadParams });
    await vi.waitFor(() => expect(client.state).toBe("open"));
    expect(onBadParams.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-INPUT" });
    client.subscribe("finite", {}, { onItems: () => undefined, onEnd });
    client.subscribe("secrets", {}, { onItems: () => undefined, onError });
    const stop = client.subscribe("fills", {}, { onItems: () => undefined });
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "RPC-FORBIDDEN" }));
    expect(() => client.subscribe("quotes", {} as never, { onItems: () => undefined })).toThrow(/venue/);
    stop();
    stop();
    state.wires[0]?.close(closeCodes.done, "restarting");
    await vi.waitFor(() => expect(client.state).toBe("open"));
    await nap(20);
    expect(state.opened).toBe(2);
    expect(sources.started).toBe(1);
    expect(sources.fills.size).toBe(0);
    client.close();
  });
});

test("what takes long by its contract is waited for longer than the wire's usual patience", async () => {
  const contract = {
    quick: request({ role: "viewer", input: z.strictObject({}), output: z.int() }),
    slow: request({ role: "viewer", input: z.strictObject({}), output: z.int(), patienceMs: 60_000 }),
  };
  const [desk, wire] = memoryWires();
  const ids: number[] = [];
  desk.onFrame((frame) => ids.push((frame as { id: number }).id));
  const waits: { run: () => void; ms: number }[] = [];
  const timers = { set: (run: () => void, ms: number) => waits.push({ run, ms }), clear: () => {} };
  const client = connect(wire, contract, { requestTimeoutMs: 10_000, timers });
  const quick = client.call.quick({});
  const slow = client.call.slow({});
  expect(waits.map(({ ms }) => ms)).toEqual([10_000, 60_000]);
  waits[0]?.run();
  await expect(quick).rejects.toMatchObject({ code: "RPC-TIMEOUT" });
  await vi.waitFor(() => expect(ids).toHaveLength(2));
  desk.send({ kind: "response", id: ids[1] ?? 0, output: 7 });
  await expect(slow).resolves.toBe(7);
});
