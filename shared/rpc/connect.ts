import type {
  Contract,
  InputOf,
  ItemOf,
  OutputOf,
  ParamsOf,
  RequestDefinition,
  RequestName,
  StreamDefinition,
  StreamName,
} from "./contract.ts";
import { describeIssues, type RpcCode, RpcFault, rpcFailure } from "./failure.ts";
import { type ClientFrame, DeskFrame } from "./frame.ts";
import { platformTimers, type Timers } from "./timers.ts";
import { closeCodes, type Wire, type WireClose } from "./wire.ts";

export interface StreamListener<Item> {
  /** The next batch is granted when this returns, or when its promise settles: return one that settles after drawing. */
  onItems(items: readonly Item[]): void | Promise<void>;
  onEnd?(reason: "done" | "resync"): void;
  onError?(fault: RpcFault): void;
  /** When given, a broken stream subscribes again by itself after this call, which must drop and refetch the caller's copy. */
  onResync?(): void;
}

export interface Client<C extends Contract> {
  /** Every request as a method; rejects with an `RpcFault`. */
  readonly call: { readonly [K in RequestName<C>]: (input: InputOf<C[K]>) => Promise<OutputOf<C[K]>> };
  request<K extends RequestName<C>>(name: K, input: InputOf<C[K]>): Promise<OutputOf<C[K]>>;
  /** Returns the function that unsubscribes. */
  subscribe<K extends StreamName<C>>(
    name: K,
    params: ParamsOf<C[K]>,
    listener: StreamListener<ItemOf<C[K]>>,
  ): () => void;
  onClose(listener: (close: WireClose) => void): void;
  close(): void;
}

export interface ConnectOptions {
  requestTimeoutMs?: number;
  timers?: Timers;
}

interface Pending {
  definition: RequestDefinition;
  name: string;
  timer: unknown;
  resolve(output: unknown): void;
  reject(fault: RpcFault): void;
}

interface Subscription {
  definition: StreamDefinition;
  name: string;
  params: unknown;
  listener: StreamListener<never>;
}

const fault = (code: RpcCode, message: string, cause?: unknown): RpcFault =>
  new RpcFault(rpcFailure(code, message), cause === undefined ? {} : { cause });

/** The page's end of a wire: typed requests and streams of the contract, both directions validated. */
export function connect<C extends Contract>(wire: Wire, contract: C, options: ConnectOptions = {}): Client<C> {
  const { requestTimeoutMs = 10_000, timers = platformTimers } = options;
  const pending = new Map<number, Pending>();
  const subscriptions = new Map<number, Subscription>();
  let lastId = 0;
  let closed = false;

  const send = (frame: ClientFrame): void => {
    wire.send(frame);
  };
  const definitionOf = (kind: "request" | "stream", name: string) => {
    const found = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (found?.kind !== kind) throw fault("RPC-UNKNOWN", `The contract knows no ${kind} named "${name}".`);
    return found;
  };

  const request = async (name: string, input: unknown): Promise<unknown> => {
    const definition = definitionOf("request", name) as RequestDefinition;
    const checked = definition.input.safeParse(input);
    if (!checked.success) throw fault("RPC-INPUT", `${name}: ${describeIssues(checked.error)}`);
    if (closed) throw fault("RPC-CLOSED", `${name} was not sent: the connection to the desk is closed.`);
    lastId += 1;
    const id = lastId;
    const patienceMs = definition.patienceMs ?? requestTimeoutMs;
    return await new Promise((resolve, reject) => {
      const timer = timers.set(() => {
        pending.delete(id);
        reject(fault("RPC-TIMEOUT", `${name} was not answered within ${patienceMs} ms.`));
      }, patienceMs);
      pending.set(id, { definition, name, timer, resolve, reject });
      try {
        send({ kind: "request", id, name, input });
      } catch (error) {
        pending.delete(id);
        timers.clear(timer);
        reject(fault("RPC-INPUT", `${name}: the input cannot be sent.`, error));
      }
    });
  };

  const settle = (id: number, finish: (entry: Pending) => void): void => {
    const entry = pending.get(id);
    if (!entry) return;
    pending.delete(id);
    timers.clear(entry.timer);
    finish(entry);
  };

  const start = (id: number, { name, params }: Subscription): void => {
    send({ kind: "subscribe", id, name, params, credit: 1 });
  };
  const fail = (id: number, error: RpcFault): void => {
    const entry = subscriptions.get(id);
    subscriptions.delete(id);
    entry?.listener.onError?.(error);
  };
  const deliver = async (id: number, entry: Subscription, raw: readonly unknown[]): Promise<void> => {
    const items: unknown[] = [];
    for (const item of raw) {
      const parsed = entry.definition.item.safeParse(item);
      if (!parsed.success) {
        send({ kind: "unsubscribe", id });
        fail(id, fault("RPC-OUTPUT", `${entry.name} delivered something else: ${describeIssues(parsed.error)}`));
        return;
      }
      items.push(parsed.data);
    }
    try {
      await entry.listener.onItems(items as never);
    } catch (error) {
      if (!subscriptions.has(id)) return;
      send({ kind: "unsubscribe", id });
      fail(id, fault("RPC-BUG", `${entry.name} could not be processed by the page.`, error));
      return;
    }
    if (subscriptions.has(id)) send({ kind: "credit", id, count: 1 });
  };
  const ended = (id: number, entry: Subscription, frame: Extract<DeskFrame, { kind: "end" }>): void => {
    if (frame.reason === "failed") {
      fail(id, frame.failure ? new RpcFault(frame.failure) : fault("RPC-BUG", `${entry.name} ended with an error.`));
      return;
    }
    if (frame.reason === "done" || !entry.listener.onResync) {
      subscriptions.delete(id);
      entry.listener.onEnd?.(frame.reason);
      return;
    }
    entry.listener.onResync();
    if (subscriptions.has(id)) start(id, entry);
  };

  const receive = (frame: DeskFrame): void => {
    switch (frame.kind) {
      case "response":
        settle(frame.id, ({ definition, name, resolve, reject }) => {
          const output = definition.output.safeParse(frame.output);
          if (output.success) resolve(output.data);
          else reject(fault("RPC-OUTPUT", `${name} was answered with something else: ${describeIssues(output.error)}`));
        });
        return;
      case "failure": {
        const error = new RpcFault(frame.failure);
        settle(frame.id, ({ reject }) => {
          reject(error);
        });
        fail(frame.id, error);
        return;
      }
      case "items":
      case "end": {
        // A frame that crossed our unsubscribe on the way has no entry any more.
        const entry = subscriptions.get(frame.id);
        if (!entry) return;
        if (frame.kind === "items") void deliver(frame.id, entry, frame.items);
        else ended(frame.id, entry, frame);
      }
    }
  };

  wire.onClose(() => {
    closed = true;
    const error = (name: string): RpcFault =>
      fault("RPC-CLOSED", `The connection to the desk closed while ${name} was open.`);
    for (const id of [...pending.keys()]) {
      settle(id, ({ name, reject }) => {
        reject(error(name));
      });
    }
    for (const [id, { name }] of [...subscriptions]) fail(id, error(name));
  });
  wire.onFrame((raw) => {
    const frame = DeskFrame.safeParse(raw);
    if (frame.success) receive(frame.data);
    else wire.close(closeCodes.malformed, "the frame is not one of the protocol");
  });

  const call = Object.fromEntries(
    Object.entries(contract)
      .filter(([, { kind }]) => kind === "request")
      .map(([name]) => [name, (input: unknown) => request(name, input)]),
  );

  return {
    call: call as Client<C>["call"],
    request: request as Client<C>["request"],
    subscribe(name, params, listener) {
      const definition = definitionOf("stream", name) as StreamDefinition;
      const checked = definition.params.safeParse(params);
      if (!checked.success) throw fault("RPC-INPUT", `${name}: ${describeIssues(checked.error)}`);
      if (closed) throw fault("RPC-CLOSED", `${name} was not opened: the connection to the desk is closed.`);
      lastId += 1;
      const id = lastId;
      const entry: Subscription = { definition, name, params, listener };
      subscriptions.set(id, entry);
      start(id, entry);
      return () => {
        if (subscriptions.delete(id) && !closed) send({ kind: "unsubscribe", id });
      };
    },
    onClose(listener) {
      wire.onClose(listener);
    },
    close() {
      wire.close();
    },
  };
}
