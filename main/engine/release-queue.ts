import type { ApprovedOrder, OrderAmendment } from "../../shared/model/order.ts";
import type { OrderState } from "./order-state.ts";

/** Something approved that may not leave before its verdict is on disk. */
export interface Release {
  readonly order: OrderState;
  /** Seq of the verdict; -1 where no journal holds it and the order reduces risk. */
  readonly seq: number;
  /** The gate saw that it shrinks a position. */
  readonly reducing: boolean;
  readonly what:
    | { readonly kind: "submit"; readonly approved: ApprovedOrder }
    | { readonly kind: "replace"; readonly change: OrderAmendment };
}

const none: Release[] = [];

/** Approved orders and amendments in the order of their approval, until the journal has caught up with them. */
export class ReleaseQueue {
  /** How many wait: a plain field, because the loop looks at it several times per input. */
  length = 0;
  #waiting: Release[] = [];
  #durableSeq = -1;

  add(release: Release): void {
    this.#waiting.push(release);
    this.length++;
  }

  durable(seq: number): void {
    if (seq > this.#durableSeq) this.#durableSeq = seq;
  }

  has(order: OrderState): boolean {
    return this.#waiting.some((release) => release.order === order);
  }

  /** Whether a change of this order waits. */
  amends(order: OrderState): boolean {
    return this.#waiting.some((release) => release.order === order && release.what.kind === "replace");
  }

  /** Takes out everything that waits for this order. */
  drop(order: OrderState): void {
    if (this.length > 0) this.take((release) => release.order === order);
  }

  /** Whether anything is durable: asked for every input while orders wait. */
  get ready(): boolean {
    const durable = this.#durableSeq;
    for (const { seq } of this.#waiting) if (seq <= durable) return true;
    return false;
  }

  /** Takes out what is durable, in order. */
  takeDurable(): Release[] {
    return this.ready ? this.take((release) => release.seq <= this.#durableSeq) : none;
  }

  take(wanted: (release: Release) => boolean): Release[] {
    const taken: Release[] = [];
    const left: Release[] = [];
    for (const release of this.#waiting) (wanted(release) ? taken : left).push(release);
    this.#waiting = left;
    this.length = left.length;
    return taken;
  }
}
