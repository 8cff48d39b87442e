import { z } from "zod";
import { Fault } from "../../shared/model/fault.ts";
import { type Handlers, request, stream } from "../../shared/rpc/contract.ts";

export const sample = {
  look: request({
    role: "viewer",
    input: z.strictObject({ symbol: z.string() }),
    output: z.strictObject({ price: z.string() }),
  }),
  place: request({
    role: "trader",
    input: z.strictObject({ order: z.strictObject({ symbol: z.string(), size: z.number().positive() }) }),
    output: z.strictObject({ id: z.string() }),
  }),
  refuse: request({ role: "viewer", input: z.strictObject({}), output: z.null() }),
  crash: request({ role: "viewer", input: z.strictObject({}), output: z.null() }),
  misanswer: request({ role: "viewer", input: z.strictObject({}), output: z.number() }),
  leak: request({ role: "viewer", input: z.strictObject({}), output: z.object({ shown: z.string() }) }),
  hang: request({ role: "viewer", input: z.strictObject({}), output: z.null() }),
  quotes: stream({
    role: "viewer",
    params: z.strictObject({ venue: z.string() }),
    item: z.strictObject({ key: z.int(), value: z.int(), pad: z.string().optional() }),
    mode: "latest",
    key: ({ key }) => key,
  }),
  fills: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: z.strictObject({ seq: z.int(), pad: z.string().optional() }),
    mode: "lossless",
  }),
  secrets: stream({ role: "trader", params: z.strictObject({}), item: z.string(), mode: "lossless" }),
  broken: stream({ role: "viewer", params: z.strictObject({}), item: z.string(), mode: "lossless" }),
  finite: stream({ role: "viewer", params: z.strictObject({}), item: z.int(), mode: "lossless" }),
};

type Quote = z.infer<(typeof sample)["quotes"]["item"]>;
type Fill = z.infer<(typeof sample)["fills"]["item"]>;

/** What the handlers feed from, so that a test can push items and see who listens. */
export interface Sources {
  quotes: Set<(quote: Quote) => void>;
  fills: Set<(fill: Fill) => void>;
  started: number;
  stopped: number;
  placed: number;
}

export const emptySources = (): Sources => ({
  quotes: new Set(),
  fills: new Set(),
  started: 0,
  stopped: 0,
  placed: 0,
});

function join<T>(sources: Sources, set: Set<(item: T) => void>, emit: (item: T) => void): () => void {
  sources.started += 1;
  set.add(emit);
  return () => {
    sources.stopped += 1;
    set.delete(emit);
  };
}

export const sampleHandlers: Handlers<typeof sample, Sources> = {
  look: ({ symbol }) => ({ price: `${symbol.length}.5` }),
  place: async ({ order }, { context }) => {
    context.placed += 1;
    return { id: `${order.symbol}-${context.placed}` };
  },
  refuse: () => {
    throw new Fault("RISK-012", "risk", "The order is too large.", "Lower the size to 3.");
  },
  crash: () => {
    throw new Error("password is hunter2 at /home/somebody");
  },
  misanswer: () => "not a number" as unknown as number,
  leak: () => ({ shown: "yes", hidden: "secret" }) as { shown: string },
  hang: () => new Promise<null>(() => undefined),
  quotes: (_params, emit, { context }) => join(context, context.quotes, emit),
  fills: async (_params, emit, { context }) => join(context, context.fills, emit),
  secrets: (_params, emit) => {
    emit("secret");
    return () => undefined;
  },
  broken: (_params, emit) => {
    emit(5 as unknown as string);
    return () => undefined;
  },
  finite: (_params, emit, scope) => {
    emit(1);
    scope.end("done");
    emit(2);
    return () => {
      scope.context.stopped += 1;
    };
  },
};
