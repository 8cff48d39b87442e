import type { BundledEvent } from "./bundled-event.ts";
import { wrongVerdict } from "./judge-verdict.ts";
import type { PlainReader } from "./plain-verdict.ts";

/** What the gate said, and what ends an order: nothing of it is remembered afterwards. */
export const ofGate: ReadonlySet<string> = new Set([
  "risk.judged",
  "order.denied",
  "order.submitted",
  "order.rejected",
  "order.canceled",
  "order.expired",
]);

/** Verdicts that wait for what follows them; a desk sends at once what it approved. */
const mostWaiting = 500_000;
/** An id that is longer is no desk's. */
const mostLetters = 200;

/** That every order was sent on a verdict that approved it; only orders with a verdict on which nothing was sent are remembered. */
export class Gatekeeper {
  readonly #waiting = new Map<string, "approved" | "rejected">();
  readonly #whole: boolean;
  readonly #reader: PlainReader;
  /** Orders that were sent without a verdict of their own before it. */
  unjudged = 0;
  /** Verdicts that waited behind too many others: what they said is not held against what is sent. */
  forgotten = 0;
  readonly #most: number;

  /** `whole`: the events begin with the first, so that every order's verdict is among them. */
  constructor(whole: boolean, reader: PlainReader, most: number = mostWaiting) {
    this.#whole = whole;
    this.#reader = reader;
    this.#most = most;
  }

  /** What is wrong with an event; `null` where nothing is. */
  see(event: BundledEvent): ReturnType<typeof wrongVerdict> {
    const { known } = event;
    if (known?.type === "risk.judged") {
      const approved = this.#reader.approves(event.scanned);
      if (approved !== null) {
        this.#wait(approved, "approved");
        return null;
      }
      const data = event.data();
      this.#wait(String(data.orderId), data.outcome === "rejected" ? "rejected" : "approved");
      return wrongVerdict(data);
    }
    // An order may end that waited for nothing; one that is sent always did.
    if (known?.type !== "order.submitted" && this.#waiting.size === 0) return null;
    const { orderId, venue } = this.#reader.sends(event.scanned) ?? event.data();
    const id = String(orderId).slice(0, mostLetters);
    const verdict = this.#waiting.get(id);
    // What waits at the desk is sent a second time when its trigger comes.
    if (venue !== "desk" || verdict === "rejected") this.#waiting.delete(id);
    if (known?.type !== "order.submitted") return null;
    if (verdict === "rejected") return "the order was sent although the gate rejected it";
    if (verdict === undefined && this.#whole) this.unjudged += 1;
    return null;
  }

  #wait(orderId: string, verdict: "approved" | "rejected"): void {
    const waiting = this.#waiting;
    waiting.set(orderId.slice(0, mostLetters), verdict);
    if (waiting.size <= this.#most) return;
    const [oldest = ""] = waiting.keys();
    waiting.delete(oldest);
    this.forgotten += 1;
  }
}
