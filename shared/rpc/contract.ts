import type { z } from "zod";

/** Who is asking: a `viewer` may look and stop, only a `trader` may trade. */
export type Role = "viewer" | "trader";

/** `latest` keeps the newest item per key for a slow reader; `lossless` queues every item and ends in `resync` when the queue is full. */
export type StreamMode = "latest" | "lossless";

export interface RequestDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: "request";
  readonly role: Role;
  readonly input: I;
  readonly output: O;
  /** How long the answer may take before the asking side gives up on it; the wire's usual patience unless given. */
  readonly patienceMs?: number;
}

export interface StreamDefinition<P extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: "stream";
  readonly role: Role;
  readonly params: P;
  readonly item: T;
  readonly mode: StreamMode;
  // Method syntax: a definition with a narrower item must stay usable as a definition of any item.
  key?(item: z.output<T>): string | number;
}

/** A contract is a plain object from operation name to definition; both ends of a wire hold the same value. */
export type Contract = Readonly<Record<string, RequestDefinition | StreamDefinition>>;

/**
 * One question with one answer. Schemas describe the values as they travel and are applied on both ends,
 * so they must not transform.
 */
export function request<I extends z.ZodType, O extends z.ZodType>(definition: {
  role: Role;
  input: I;
  output: O;
  patienceMs?: number;
}): RequestDefinition<I, O> {
  return { kind: "request", ...definition };
}

/** A subscription that delivers items until either side ends it; `key` says which `latest` items replace each other. */
export function stream<P extends z.ZodType, T extends z.ZodType>(definition: {
  role: Role;
  params: P;
  item: T;
  mode: StreamMode;
  key?: (item: z.output<T>) => string | number;
}): StreamDefinition<P, T> {
  return { kind: "stream", ...definition };
}

export type RequestName<C extends Contract> = {
  [K in keyof C]: C[K] extends RequestDefinition ? K : never;
}[keyof C] &
  string;

export type StreamName<C extends Contract> = {
  [K in keyof C]: C[K] extends StreamDefinition ? K : never;
}[keyof C] &
  string;

/** What a caller passes to a request. */
export type InputOf<D> = D extends RequestDefinition<infer I, z.ZodType> ? z.input<I> : never;
/** What a caller gets back from a request. */
export type OutputOf<D> = D extends RequestDefinition<z.ZodType, infer O> ? z.output<O> : never;
/** What a subscriber passes to a stream. */
export type ParamsOf<D> = D extends StreamDefinition<infer P, z.ZodType> ? z.input<P> : never;
/** What a stream delivers. */
export type ItemOf<D> = D extends StreamDefinition<z.ZodType, infer T> ? z.output<T> : never;

/** Given to every handler: the connection's context and the role its session was admitted with. */
interface CallScope<Context> {
  readonly context: Context;
  readonly role: Role;
}

/** Given to a stream handler as well: whether anybody still listens, and a way to end the stream from this side. */
export interface StreamScope<Context> extends CallScope<Context> {
  readonly aborted: boolean;
  end(reason: "done" | "resync"): void;
}

type RequestHandler<D, Context> =
  D extends RequestDefinition<infer I, infer O>
    ? (input: z.output<I>, scope: CallScope<Context>) => z.input<O> | Promise<z.input<O>>
    : never;

/** Returns the function that stops the source; it is called exactly once, when the stream ends for whatever reason. */
type StreamHandler<D, Context> =
  D extends StreamDefinition<infer P, infer T>
    ? (
        params: z.output<P>,
        emit: (item: z.input<T>) => void,
        scope: StreamScope<Context>,
      ) => (() => void) | Promise<() => void>
    : never;

/** One handler for every operation of a contract. */
export type Handlers<C extends Contract, Context> = {
  readonly [K in keyof C]: C[K] extends RequestDefinition
    ? RequestHandler<C[K], Context>
    : StreamHandler<C[K], Context>;
};
