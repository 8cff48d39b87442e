import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { recordMetrics } from "../track-record/record-metrics.ts";
import type { TradeHistory } from "../track-record/trade.ts";
import { ofTrading, readTradeHistory } from "../track-record/trade-history.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { ClaimedRange, sameValue } from "./claimed-range.ts";
import { FirmVerdicts } from "./firm-verdicts.ts";
import { unknownVerdict, wrongVerdict } from "./judge-verdict.ts";
import { PlainReader } from "./plain-verdict.ts";
import { type Evidence, Findings, integrity, type OpenCheck } from "./verdict.ts";

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

/** Compares what is claimed of days, orders and metrics with what the events give. */
function compareClaims({ head: { claims } }: Evidence, history: TradeHistory, findings: Findings): void {
  const compare = (name: string, claimed: readonly unknown[], computed: readonly unknown[]): void => {
    if (claimed.length === 0) return;
    if (claimed.length !== computed.length)
      findings.add(`${claimed.length} are claimed, the events give ${computed.length}`, `claims.${name}`);
    for (const [index, claim] of claimed.entries())
      if (index < computed.length && !sameValue(claim, computed[index]))
        findings.add("the events give another value", `claims.${name}.${index}`);
  };
  compare("daily", claims.daily, history.days);
  compare("orders", claims.orders, history.orders);
  compare("metrics", claims.metrics, recordMetrics(history.trades, history.days, history.currency));
}

/** V14: what is claimed of the range is what its events give, and every verdict of the gate follows from its own rows. */
export const claimsRecomputed: OpenCheck = (evidence) => {
  const { head } = evidence;
  const { claims, range } = head;
  const findings = new Findings("V14");
  const gate = new Gatekeeper(range.from === 0, new PlainReader(evidence.primitives.decodeUtf8));
  const firm = new FirmVerdicts(evidence, findings);
  const figures = claims.metrics.length + claims.daily.length + claims.orders.length;
  const kept: JournalEvent[] = [];
  const keeps = figures > 0 && range.from === 0;
  let verdicts = 0;
  let unknown = 0;
  const ofRange = new ClaimedRange(evidence, findings);
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
      const traded = keeps && ofTrading.test(type) ? event.whole() : null;
      if (traded !== null) kept.push(traded);
    },
    conclude() {
      const unchecked = ofRange.conclude();
      if (keeps) recompute(evidence, kept, findings);
      const { follows, notes } = firm.conclude();
      if (unknown > 0)
        notes.push(
          integrity("V14", "note", `${unknown} verdicts of the gate are of a form that is not known here: not judged`),
        );
      if (gate.unjudged > 0) {
        const text = `${gate.unjudged} orders were sent without a verdict of the gate before it: this desk sends none so`;
        notes.push(integrity("V14", "note", text));
      }
      if (figures > 0 && !keeps) {
        const text = `${figures} figures are claimed of a part: only a whole bundle holds the events to work them out again`;
        notes.push(integrity("V14", "note", text));
      }
      const what =
        figures === 0 ? "no figures are claimed" : `${keeps ? figures : 0} claimed figures follow from the events`;
      return [
        ...findings.conclude(`${verdicts - unknown} verdicts of the gate follow from their rows; ${what}${follows}`),
        ...unchecked,
        ...notes,
      ];
    },
  };
};

function recompute(evidence: Evidence, events: readonly JournalEvent[], findings: Findings): void {
  try {
    compareClaims(evidence, readTradeHistory(events), findings);
  } catch (error) {
    findings.add(`the figures cannot be worked out: ${(error as Error).message.slice(0, 200)}`, "claims");
  }
}
