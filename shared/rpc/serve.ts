import type { Contract, Handlers, RequestDefinition, Role, StreamDefinition, StreamScope } from "./contract.ts";
import { describeIssues, type Failure, failureOf, type RpcCode, rpcFailure } from "./failure.ts";
import { ClientFrame, type DeskFrame, type EndReason } from "./frame.ts";
import { frameSize } from "./frame-size.ts";
import { halfCharacterIn } from "./half-characters.ts";
import { createPacer } from "./pacer.ts";
import { createServedStream, type ServedStream } from "./served-stream.ts";
import { platformTimers, type Timers } from "./timers.ts";
import { closeCodes, type Wire } from "./wire.ts";

export interface ServeOptions<Context> {
  role: Role;
  context: Context;
  /** Milliseconds of a clock that only moves forward. */
  now(): number;
  timers?: Timers;
  /** Hears what was answered with `RPC-BUG`; the other side never sees the text. */
  onBug?(error: unknown, operation: string): void;
  maxFrameBytes?: number;
  tickMs?: number;
  /** Items one subscription may have waiting before it ends in `resync`. */
  maxQueuedItems?: number;
  maxBatchItems?: number;
  /** Streams pause while the transport holds more than this; at sixteen times as much the wire is closed. */
  maxBufferedBytes?: number;
  maxSubscriptions?: number;
  maxPendingRequests?: number;
}

export interface Served {
  readonly subscriptions: number;
  readonly queuedItems: number;
  close(): void;
}

type AnyRequestHandler = (input: unknown, scope: { context: unknown; role: Role }) => unknown;
type AnyStreamHandler = (
  params: unknown,
  emit: (item: unknown) => void,
  scope: StreamScope<unknown>,
) => (() => void) | Promise<() => void>;

type Checked<D> = { definition: D; value: unknown } | { failure: Failure };

const mayUse = (role: Role, needed: Role): boolean => role === "trader" || needed === "viewer";

/** Answers one wire with the handlers of a contract until it closes. */
export function serve<C extends Contract, Context>(
  wire: Wire,
  contract: C,
  handlers: Handlers<C, Context>,
  options: ServeOptions<Context>,
): Served {
  const { role, context, now, onBug, timers = platformTimers } = options;
  const { maxFrameBytes = 1 << 20, tickMs = 16, maxQueuedItems = 10_000, maxBatchItems = 2_000 } = options;
  const { maxBufferedBytes = 1 << 20, maxSubscriptions = 256, maxPendingRequests = 256 } = options;
  const streams = new Map<number, ServedStream>();
  const names = new Map<number, string>();
  const pending = new Set<number>();

  const send = (frame: DeskFrame): void => {
    wire.send(frame);
    if (wire.buffered > maxBufferedBytes * 16) wire.close(closeCodes.slowReader, "the reader is too slow");
  };
  const bug = (error: unknown, operation: string): Failure => {
    onBug?.(error, operation);
    return rpcFailure("RPC-BUG", `${operation} failed inside the desk.`);
  };

  const release = (id: number): void => {
    const stream = streams.get(id);
    const name = names.get(id) ?? "";
    streams.delete(id);
    names.delete(id);
    try {
      stream?.end();
    } catch (error) {
      bug(error, name);
    }
  };
  const end = (id: number, reason: EndReason, failure?: Failure): void => {
    if (!streams.has(id)) return;
    release(id);
    send(failure ? { kind: "end", id, reason, failure } : { kind: "end", id, reason });
  };

  const sendBatch = (id: number, stream: ServedStream): void => {
    const name = names.get(id) ?? "";
    const { item: schema } = contract[name] as StreamDefinition;
    try {
      const items = stream.takeBatch(maxBatchItems).map((item) => schema.parse(item));
      send({ kind: "items", id, items });
    } catch (error) {
      end(id, "failed", bug(error, name));
    }
  };
  const pacer = createPacer({
    tickMs,
    now,
    timers,
    held: () => wire.buffered > maxBufferedBytes,
    flush() {
      for (const [id, stream] of [...streams]) if (stream.sendable) sendBatch(id, stream);
      for (const stream of streams.values()) if (stream.sendable) return true;
      return false;
    },
  });

  const refuse = (code: RpcCode, message: string): { failure: Failure } => ({ failure: rpcFailure(code, message) });
  const check = <K extends "request" | "stream">(
    kind: K,
    name: string,
    given: unknown,
  ): Checked<K extends "request" ? RequestDefinition : StreamDefinition> => {
    type Definition = K extends "request" ? RequestDefinition : StreamDefinition;
    const found = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (found?.kind !== kind) return refuse("RPC-UNKNOWN", `The desk knows no ${kind} named "${name}".`);
    if (!mayUse(role, found.role)) return refuse("RPC-FORBIDDEN", `${name} needs a ${found.role} session.`);
    const parsed = (found.kind === "request" ? found.input : found.params).safeParse(given);
    if (!parsed.success) return refuse("RPC-INPUT", `${name}: ${describeIssues(parsed.error)}`);
    const half = halfCharacterIn(parsed.data);
    if (half !== null) return refuse("RPC-INPUT", `${name}: ${half} holds half a character`);
    return { definition: found as Definition, value: parsed.data };
  };

  const outcome = async (name: string, input: unknown, id: number): Promise<DeskFrame> => {
    try {
      const checked = check("request", name, input);
      if ("failure" in checked) return { kind: "failure", id, failure: checked.failure };
      const handler = handlers[name] as unknown as AnyRequestHandler;
      const output = await handler(checked.value, { context, role });
      return { kind: "response", id, output: checked.definition.output.parse(output) };
    } catch (error) {
      return { kind: "failure", id, failure: failureOf(error) ?? bug(error, name) };
    }
  };
  const answer = async (name: string, input: unknown, id: number): Promise<void> => {
    const frame = await outcome(name, input, id);
    pending.delete(id);
    try {
      send(frame);
    } catch (error) {
      send({ kind: "failure", id, failure: bug(error, name) });
    }
  };

  const subscribe = async (name: string, params: unknown, id: number, credit: number): Promise<void> => {
    const checked = check("stream", name, params);
    if ("failure" in checked) {
      send({ kind: "failure", id, failure: checked.failure });
      return;
    }
    const stream = createServedStream(checked.definition, credit, maxQueuedItems);
    streams.set(id, stream);
    names.set(id, name);
    const emit = (item: unknown): void => {
      if (stream.ended) return;
      if (!stream.push(item)) end(id, "resync");
      else if (stream.sendable) pacer.wake();
    };
    const scope: StreamScope<unknown> = {
      context,
      role,
      get aborted() {
        return stream.ended;
      },
      end(reason) {
        if (!stream.ended) end(id, reason);
      },
    };
    try {
      const handler = handlers[name] as unknown as AnyStreamHandler;
      stream.stopWith(await handler(checked.value, emit, scope));
    } catch (error) {
      if (!stream.ended) end(id, "failed", failureOf(error) ?? bug(error, name));
    }
  };

  const receive = (frame: ClientFrame): void => {
    switch (frame.kind) {
      case "request":
      case "subscribe": {
        if (pending.has(frame.id) || streams.has(frame.id)) {
          wire.close(closeCodes.malformed, "an id was used twice");
          return;
        }
        const full = frame.kind === "request" ? pending.size >= maxPendingRequests : streams.size >= maxSubscriptions;
        if (full) {
          const failure = rpcFailure("RPC-BUSY", `${frame.name} was not started: too much is open on this connection.`);
          send({ kind: "failure", id: frame.id, failure });
        } else if (frame.kind === "request") {
          pending.add(frame.id);
          void answer(frame.name, frame.input, frame.id);
        } else {
          void subscribe(frame.name, frame.params, frame.id, frame.credit);
        }
        return;
      }
      case "credit": {
        const stream = streams.get(frame.id);
        stream?.grant(frame.count);
        if (stream?.sendable) pacer.wake();
        return;
      }
      case "unsubscribe":
        release(frame.id);
    }
  };

  wire.onClose(() => {
    pacer.stop();
    for (const id of [...streams.keys()]) release(id);
  });
  wire.onFrame((raw) => {
    if (frameSize(raw, maxFrameBytes) > maxFrameBytes) {
      wire.close(closeCodes.oversized, "the frame is too large");
      return;
    }
    const frame = ClientFrame.safeParse(raw);
    if (frame.success) receive(frame.data);
    else wire.close(closeCodes.malformed, "the frame is not one of the protocol");
  });

  return {
    get subscriptions() {
      return streams.size;
    },
    get queuedItems() {
      let items = 0;
      for (const stream of streams.values()) items += stream.queued;
      return items;
    },
    close() {
      wire.close();
    },
  };
}
