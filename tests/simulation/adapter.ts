import type { Engine } from "../../main/engine/engine-face.ts";
import type { Life } from "./life.ts";

/** States in which an order waits for the venue's word. */
export const unanswered: ReadonlySet<string> = new Set(["submitted", "pending_cancel", "pending_replace"]);
/** Longer than a request and its answer can take. */
const patienceMs = 65_000;
const reconcileEveryMs = 60_000;
/** Orders that are asked for together. */
const recent = 200;

/** What an adapter does: says that nobody knows when no answer comes, and asks now and then for everything. */
export class Adapter {
  readonly #life: Life;
  readonly #sent: ReadonlyMap<string, number>;
  readonly #ask: (orderId: string) => void;
  readonly #unansweredSince = new Map<string, number>();
  #askedAt: number;

  /** `sent` holds all orders that have ever left, oldest first. */
  constructor(life: Life, sent: ReadonlyMap<string, number>, ask: (orderId: string) => void) {
    this.#life = life;
    this.#sent = sent;
    this.#ask = ask;
    this.#askedAt = life.begins;
  }

  /** After a restart everything is asked for at once. */
  restart(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  work(engine: Engine, now: number, asks = now - this.#askedAt > reconcileEveryMs): void {
    for (const { orderId, status } of engine.openOrders()) {
      if (!unanswered.has(status)) {
        this.#unansweredSince.delete(orderId);
        continue;
      }
      const since = this.#unansweredSince.get(orderId) ?? now;
      this.#unansweredSince.set(orderId, since);
      if (now - since < patienceMs) continue;
      this.#unansweredSince.delete(orderId);
      engine.report({ orderId, at: now, kind: "unknown", reason: "no answer" });
    }
    if (!asks) return;
    this.#askedAt = now;
    const known = new Set(engine.orders(recent).map(({ orderId }) => orderId));
    // A desk that lets go of orders leaves it to its adapter to know what was sent of late.
    if (this.#life.forgets) for (const orderId of [...this.#sent.keys()].slice(-recent)) known.add(orderId);
    for (const orderId of known) if (this.#sent.has(orderId)) this.#ask(orderId);
  }
}
