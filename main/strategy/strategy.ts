import type { z } from "zod";
import type { Bar } from "../../shared/model/market.ts";
import type { Exits } from "./exits.ts";
import { parseParams, type StrategyParams } from "./params.ts";
import { parseSizing, type Sizing } from "./sizing.ts";

/** Where a strategy wants to stand, and where it stands. */
export type Stance = "long" | "flat" | "short";

/** How a strategy acts: it says where it wants to stand, why, and how an entry is to be left; size, orders and risk are others' work. */
interface Decide {
  target(stance: Stance, reason: string, exits?: Exits): void;
}

/** What a strategy sees at a bar's close. The object and its bar are reused for every bar: copy what you keep. */
interface BarContext<State> {
  readonly bar: Bar;
  readonly state: State;
  /** The position when the bar closed. */
  readonly position: Stance;
  readonly decide: Decide;
}

/** A strategy as its author writes it: pure, without clock, I/O or memory outside `state`. */
export interface StrategyDefinition<Schema extends z.ZodObject, State> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Described and with defaults, so that a form draws itself. */
  readonly params: Schema;
  /** Bars before the first decision is possible. */
  warmup(params: z.infer<Schema>): number;
  /** How large an entry is. */
  sizing(params: z.infer<Schema>): string;
  /** Whether every entry comes with a stop, so that it can be sized by what it may lose. */
  setsStop?(params: z.infer<Schema>): boolean;
  /** A fresh state; each instrument has its own. */
  init(params: z.infer<Schema>): State;
  onBar(context: BarContext<State>, params: z.infer<Schema>): void;
}

/** One instrument's run of a strategy. */
export interface StrategyRun {
  onBar(bar: Bar, position: Stance): void;
}

/** A strategy with its parameters settled. */
export interface BoundStrategy {
  readonly name: string;
  readonly params: StrategyParams;
  readonly warmup: number;
  readonly sizing: Sizing;
  /** Starts a run with a state of its own; its decisions go to `decide`. */
  start(decide: Decide): StrategyRun;
}

/** A strategy as the registry lists it. */
export interface Strategy {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly params: z.ZodObject;
  /** Checks the parameters (text is read as numbers where numbers are due). Throws a {@link Fault} that names the bad one. */
  bind(given: StrategyParams): BoundStrategy;
}

/** Turns a definition into a strategy that anything can list, bind and run without knowing its types. */
export function defineStrategy<Schema extends z.ZodObject, State>(
  definition: StrategyDefinition<Schema, State>,
): Strategy {
  const { name, title, description } = definition;
  return {
    name,
    title,
    description,
    params: definition.params,
    bind(given) {
      const params = parseParams(name, definition.params, given);
      return {
        name,
        params: params as StrategyParams,
        warmup: definition.warmup(params),
        sizing: parseSizing(definition.sizing(params), definition.setsStop?.(params) ?? false),
        start: (decide) => new DefinedRun(definition, params, decide),
      };
    },
  };
}

/** A run of a definition: a class, because what its fields are is known where it is called for every bar. */
class DefinedRun<Schema extends z.ZodObject, State> implements StrategyRun {
  readonly #definition: StrategyDefinition<Schema, State>;
  readonly #params: z.infer<Schema>;
  readonly #context: { bar: Bar; readonly state: State; position: Stance; readonly decide: Decide };

  constructor(definition: StrategyDefinition<Schema, State>, params: z.infer<Schema>, decide: Decide) {
    this.#definition = definition;
    this.#params = params;
    this.#context = { bar: noBar, state: definition.init(params), position: "flat", decide };
  }

  onBar(bar: Bar, position: Stance): void {
    const context = this.#context;
    // The engine hands over one object again and again: what stands there already is not written anew.
    if (context.bar !== bar) context.bar = bar;
    if (context.position !== position) context.position = position;
    this.#definition.onBar(context, this.#params);
  }
}

const noBar: Bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
