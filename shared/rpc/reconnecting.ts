import { type Client, type ConnectOptions, connect, type StreamListener } from "./connect.ts";
import type { Contract } from "./contract.ts";
import { failureOf, RpcFault, rpcFailure } from "./failure.ts";
import { platformTimers } from "./timers.ts";
import type { Wire } from "./wire.ts";

export type ConnectionState = "connecting" | "open" | "reconnecting" | "closed";

export interface ReconnectingOptions extends ConnectOptions {
  firstDelayMs?: number;
  maxDelayMs?: number;
  /** Told every change; `fault` says why a connection was lost, refused or given up. */
  onState?(state: ConnectionState, fault: RpcFault | null): void;
}

/** A client that outlives its wires. Requests are never queued: while there is no wire they fail with `RPC-CLOSED`. */
export interface ReconnectingClient<C extends Contract> extends Omit<Client<C>, "onClose"> {
  readonly state: ConnectionState;
}

interface Subscription {
  name: string;
  params: unknown;
  listener: StreamListener<never>;
  stop: (() => void) | null;
}

// Inside, names and payloads are data; the types of the contract are restored at the face.
type Untyped = {
  request(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, params: unknown, listener: StreamListener<never>): () => void;
  onClose: Client<Contract>["onClose"];
  close(): void;
};

const asFault = (error: unknown): RpcFault => {
  const known = failureOf(error);
  return new RpcFault(known ?? rpcFailure("RPC-CLOSED", "The desk could not be reached."), { cause: error });
};

/**
 * Keeps a connection up: opens a new wire with growing pauses, subscribes again, and calls each listener's `onResync`
 * before that, because items were missed meanwhile. A refusal of category `security` is final.
 */
export function reconnecting<C extends Contract>(
  open: () => Promise<Wire>,
  contract: C,
  options: ReconnectingOptions = {},
): ReconnectingClient<C> {
  const { firstDelayMs = 250, maxDelayMs = 5_000, timers = platformTimers, onState } = options;
  const subscriptions = new Set<Subscription>();
  let state: ConnectionState = "connecting";
  let client: Untyped | null = null;
  let delayMs = firstDelayMs;
  let timer: unknown = null;
  let refusal: RpcFault | null = null;

  const isClosed = (): boolean => state === "closed";
  const enter = (next: ConnectionState, fault: RpcFault | null): void => {
    state = next;
    onState?.(next, fault);
  };

  const start = (entry: Subscription): void => {
    const current = client;
    if (!current) return;
    const forget = (): void => {
      subscriptions.delete(entry);
    };
    const { listener } = entry;
    entry.stop = current.subscribe(entry.name, entry.params, {
      ...(listener.onResync ? { onResync: () => listener.onResync?.() } : {}),
      onItems: (items) => listener.onItems(items),
      onEnd(reason) {
        forget();
        listener.onEnd?.(reason);
      },
      onError(fault) {
        // A lost wire is not the end of the subscription: it starts again on the next one.
        if (client !== current && !isClosed()) return;
        forget();
        listener.onError?.(fault);
      },
    });
  };

  // Parameters given while there was no wire are checked only now; the listener hears it, the others still start.
  const restart = (entry: Subscription): void => {
    try {
      start(entry);
    } catch (error) {
      subscriptions.delete(entry);
      entry.listener.onError?.(asFault(error));
    }
  };

  const retry = (fault: RpcFault): void => {
    if (isClosed()) return;
    enter(state === "connecting" ? "connecting" : "reconnecting", fault);
    timer = timers.set(() => void attempt(), delayMs);
    delayMs = Math.min(maxDelayMs, delayMs * 2);
  };

  const attach = (wire: Wire): void => {
    const resumed = state === "reconnecting";
    // Registered before the client's own listener, so that its faults find the wire already gone.
    wire.onClose(({ reason }) => {
      client = null;
      retry(new RpcFault(rpcFailure("RPC-CLOSED", reason === "" ? "The desk closed the connection." : reason)));
    });
    client = connect(wire, contract, options) as unknown as Untyped;
    delayMs = firstDelayMs;
    enter("open", null);
    for (const entry of [...subscriptions]) {
      if (resumed) entry.listener.onResync?.();
      if (subscriptions.has(entry)) restart(entry);
    }
  };

  const attempt = async (): Promise<void> => {
    timer = null;
    try {
      const wire = await open();
      if (isClosed()) wire.close();
      else attach(wire);
    } catch (error) {
      if (isClosed()) return;
      const fault = asFault(error);
      if (fault.category === "security") giveUp(fault);
      else retry(fault);
    }
  };

  const giveUp = (fault: RpcFault | null): void => {
    if (isClosed()) return;
    refusal = fault;
    enter("closed", fault);
    if (timer !== null) timers.clear(timer);
    const reason = fault ?? new RpcFault(rpcFailure("RPC-CLOSED", "The connection was closed."));
    const current = client;
    client = null;
    if (current) current.close();
    for (const entry of [...subscriptions]) {
      subscriptions.delete(entry);
      entry.listener.onError?.(reason);
    }
  };

  const request = async (name: string, input: unknown): Promise<unknown> => {
    if (!client) {
      const failure = rpcFailure("RPC-CLOSED", `${name} was not sent: there is no connection to the desk.`);
      if (refusal === null) throw new RpcFault(failure);
      // There will be none: whoever waits for it waits in vain.
      const { message, remedy } = refusal;
      throw new RpcFault({ ...failure, message: `${failure.message} ${message}`, remedy });
    }
    return await client.request(name, input);
  };
  const call = Object.fromEntries(
    Object.entries(contract)
      .filter(([, { kind }]) => kind === "request")
      .map(([name]) => [name, (input: unknown) => request(name, input)]),
  );

  void attempt();
  return {
    get state() {
      return state;
    },
    call: call as Client<C>["call"],
    request: request as Client<C>["request"],
    subscribe(name, params, listener) {
      const entry: Subscription = { name, params, listener, stop: null };
      start(entry);
      subscriptions.add(entry);
      return () => {
        if (subscriptions.delete(entry)) entry.stop?.();
      };
    },
    close() {
      giveUp(null);
    },
  };
}
