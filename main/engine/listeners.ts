import type { BarEvent, TickEvent } from "./agent.ts";
import type { EngineListener } from "./engine-face.ts";

/** Those who follow the engine. One that throws is no part of the engine's inputs: it is removed, the error handed on. */
export class Listeners {
  #all: readonly EngineListener[] = [];
  #ticks: readonly EngineListener[] = [];
  #bars: readonly EngineListener[] = [];
  #orders: readonly EngineListener[] = [];
  readonly #onFailure: (error: unknown) => void;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  subscribe(listener: EngineListener): () => void {
    this.#set([...this.#all, listener]);
    return () => this.#set(this.#all.filter((other) => other !== listener));
  }

  tell(call: (listener: EngineListener) => void): void {
    for (const listener of this.#all) this.#guard(listener, call);
  }

  tick(tick: TickEvent): void {
    for (const listener of this.#ticks) this.#guard(listener, (it) => it.onTick?.(tick));
  }

  bar(bar: BarEvent): void {
    for (const listener of this.#bars) this.#guard(listener, (it) => it.onBar?.(bar));
  }

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** Whether an order's view is worth making. */
  get hearOrders(): boolean {
    return this.#orders.length > 0;
  }

  get hearTicks(): boolean {
    return this.#ticks.length > 0;
  }

  get hearBars(): boolean {
    return this.#bars.length > 0;
  }

  #guard(listener: EngineListener, call: (listener: EngineListener) => void): void {
    try {
      call(listener);
    } catch (error) {
      this.#set(this.#all.filter((other) => other !== listener));
      this.#onFailure(error);
    }
  }

  #set(all: readonly EngineListener[]): void {
    this.#all = all;
    this.#ticks = all.filter((listener) => listener.onTick !== undefined);
    this.#orders = all.filter((listener) => listener.onOrder !== undefined);
    this.#bars = all.filter((listener) => listener.onBar !== undefined);
  }
}
