import { FigureReader, mostTradingEvents } from "../track-record/claimed-figures.ts";
import { ofTrading } from "../track-record/trade-history.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { ClaimedRange, sameValue } from "./claimed-range.ts";
import { FirmVerdicts } from "./firm-verdicts.ts";
import { unknownVerdict, wrongVerdict } from "./judge-verdict.ts";
import { PlainReader } from "./plain-verdict.ts";
import { type Evidence, Findings, integrity, type OpenCheck, type Verdict } from "./verdict.ts";

/** Orders end with one of these: nothing of them is remembered afterwards. */
const ending: ReadonlySet<string> = new Set([
  "order.denied",
  "order.submitted",
  "order.rejected",
  "order.canceled",
  "order.expired",
]);

/** That every order was sent on a verdict that approved it; only orders with a verdict on which nothing was sent are remembered. */
class Gatekeeper {
  readonly #waiting = new Map<string, "approved" | "rejected">();
  readonly #whole: boolean;
  readonly #reader: PlainReader;
  /** Orders that were sent without a verdict of their own before it. */
  unjudged = 0;

  /** `whole`: the events begin with the first, so that every order's verdict is among them. */
  constructor(whole: boolean, reader: PlainReader) {
    this.#whole = whole;
    this.#reader = reader;
  }

  /** What is wrong with an event; `null` where nothing is. */
  see(event: BundledEvent): ReturnType<typeof wrongVerdict> {
    const { known } = event;
    if (known?.type === "risk.judged") {
      const approved = this.#reader.approves(event.scanned);
      if (approved !== null) {
        this.#waiting.set(approved, "approved");
        return null;
      }
      const data = event.data();
      this.#waiting.set(String(data.orderId), data.outcome === "rejected" ? "rejected" : "approved");
      return wrongVerdict(data);
    }
    // An order may end that waited for nothing; one that is sent always did.
    if (known?.type !== "order.submitted" && this.#waiting.size === 0) return null;
    const { orderId, venue } = this.#reader.sends(event.scanned) ?? event.data();
    const id = String(orderId);
    const verdict = this.#waiting.get(id);
    // What waits at the desk is sent a second time when its trigger comes.
    if (venue !== "desk" || verdict === "rejected") this.#waiting.delete(id);
    if (known?.type !== "order.submitted") return null;
    if (verdict === "rejected") return "the order was sent although the gate rejected it";
    if (verdict === undefined && this.#whole) this.unjudged += 1;
    return null;
  }
}

/** Works the claimed days, orders and metrics out again. */
class ClaimedFigures {
  readonly #claims: Evidence["head"]["claims"];
  readonly #findings: Findings;
  readonly #reader = new FigureReader();
  /** Only a whole journal holds the events that figures are made of. */
  readonly #whole: boolean;
  readonly #claimed: number;
  #failure: Error | null = null;

  constructor({ head: { claims, range } }: Evidence, findings: Findings) {
    this.#claims = claims;
    this.#findings = findings;
    this.#whole = range.from === 0;
    this.#claimed = claims.metrics.length + claims.daily.length + claims.orders.length;
  }

  see(event: BundledEvent, type: string): void {
    if (this.#claimed === 0 || !this.#whole || this.#failure !== null || this.#reader.isBeyond) return;
    const traded = ofTrading.test(type) ? event.whole() : null;
    if (traded !== null) this.#try(() => this.#reader.take(traded));
  }

  /** What is said of them where they hold, and notes of what was not worked out. */
  conclude(): { readonly holds: string; readonly notes: Verdict[] } {
    const claimed = this.#claimed;
    if (claimed === 0) return { holds: "no figures are claimed", notes: [] };
    if (!this.#whole) {
      const text = `${claimed} figures are claimed of a part: only a whole bundle holds the events to work them out again`;
      return unchecked(text);
    }
    if (this.#reader.isBeyond) {
      const text = `${claimed} figures are claimed of more than ${mostTradingEvents} events of trading: they are not worked out again`;
      return unchecked(text);
    }
    this.#try(() => this.#compareAll());
    if (this.#failure !== null) {
      this.#findings.add(`the figures cannot be worked out: ${this.#failure.message.slice(0, 200)}`, "claims");
    }
    return { holds: `${claimed} claimed figures follow from the events`, notes: [] };
  }

  #compareAll(): void {
    const { figures } = this.#reader;
    for (const name of ["daily", "orders", "metrics"] as const) this.#compare(name, figures[name]);
  }

  #compare(name: "daily" | "orders" | "metrics", computed: readonly unknown[]): void {
    const claimed = this.#claims[name];
    if (claimed.length === 0) return;
    if (claimed.length !== computed.length)
      this.#findings.add(`${claimed.length} are claimed, the events give ${computed.length}`, `claims.${name}`);
    for (const [index, claim] of claimed.entries())
      if (index < computed.length && !sameValue(claim, computed[index]))
        this.#findings.add("the events give another value", `claims.${name}.${index}`);
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#failure = error as Error;
    }
  }
}

function unchecked(text: string): { readonly holds: string; readonly notes: Verdict[] } {
  return { holds: "no claimed figures are worked out again", notes: [integrity("V14", "note", text)] };
}

/** V14: what is claimed of the range is what its events give, and every verdict of the gate follows from its own rows. */
export const claimsRecomputed: OpenCheck = (evidence) => {
  const findings = new Findings("V14");
  const gate = new Gatekeeper(evidence.head.range.from === 0, new PlainReader(evidence.primitives.decodeUtf8));
  const firm = new FirmVerdicts(evidence, findings);
  const figures = new ClaimedFigures(evidence, findings);
  const ofRange = new ClaimedRange(evidence, findings);
  let verdicts = 0;
  let unknown = 0;
  return {
    event(event) {
      const { known, seq } = event;
      if (known === null) return;
      const { type } = known;
      ofRange.see(event, type, known.at);
      if (type === "risk.judged" || ending.has(type)) {
        const wrong = gate.see(event);
        if (type === "risk.judged") verdicts += 1;
        if (wrong === unknownVerdict) unknown += 1;
        else if (wrong !== null) findings.add(wrong, `event ${seq}`);
      }
      firm.see(event, type);
      figures.see(event, type);
    },
    conclude() {
      const unchecked = ofRange.conclude();
      const { holds, notes: ofFigures } = figures.conclude();
      const { follows, notes } = firm.conclude();
      if (unknown > 0)
        notes.push(
          integrity("V14", "note", `${unknown} verdicts of the gate are of a form that is not known here: not judged`),
        );
      if (gate.unjudged > 0) {
        const text = `${gate.unjudged} orders were sent without a verdict of the gate before it: this desk sends none so`;
        notes.push(integrity("V14", "note", text));
      }
      return [
        ...findings.conclude(`${verdicts - unknown} verdicts of the gate follow from their rows; ${holds}${follows}`),
        ...unchecked,
        ...notes,
        ...ofFigures,
      ];
    },
  };
};
