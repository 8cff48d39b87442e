import { FigureReader, mostOrdersAndFills } from "../track-record/claimed-figures.ts";
import { ofTrading } from "../track-record/trade-history.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { ClaimedRange, sameValue } from "./claimed-range.ts";
import { FirmVerdicts } from "./firm-verdicts.ts";
import { Gatekeeper, ofGate } from "./gatekeeper.ts";
import { unknownVerdict } from "./judge-verdict.ts";
import { PlainReader } from "./plain-verdict.ts";
import { type Evidence, Findings, integrity, type OpenCheck, type Verdict } from "./verdict.ts";

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
      const text = `${claimed} figures are claimed of more than ${mostOrdersAndFills} orders and fills: they are not worked out again`;
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
      if (ofGate.has(type)) {
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
      if (gate.forgotten > 0) {
        const text = `${gate.forgotten} verdicts lead to no order among the many that follow them: they are not held against later ones`;
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
