import type { JournalData, JournalEvent, JournalValue } from "../../shared/model/journal-event.ts";
import { codesOf } from "../../shared/model/rule-codes.ts";
import { describeConfig, describeFunds, describeReconciled } from "./describe-account-event.ts";
import { guardSentences } from "./describe-guard-event.ts";
import { recordSentences } from "./describe-record-event.ts";

/** One journal event in one plain sentence, for the activity panel and the audit timeline. */
export function describeEvent(event: Pick<JournalEvent, "type" | "data">): string {
  const say = sentences[event.type];
  return say ? say(event.data) : event.type;
}

const text = (value: JournalValue | undefined): string => (value === undefined || value === null ? "" : String(value));
const because = (data: JournalData): string => (text(data.reason) ? `: ${text(data.reason)}` : "");
const symbolOf = (data: JournalData): string => text(data.instrumentId).replace(/^[^:]*:/, "");
const words = { text, symbolOf };
const record = (value: JournalValue | undefined): JournalData =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JournalData) : {};

function describeIntent(data: JournalData): string {
  const { triggerPrice, limitPrice, positionSide } = data;
  const trigger = triggerPrice === undefined ? "" : ` at ${text(triggerPrice)}`;
  const limit = limitPrice === undefined ? "" : `${trigger === "" ? " at" : ", limit"} ${text(limitPrice)}`;
  const position = positionSide === undefined ? "" : ` (${text(positionSide)} position)`;
  const what = `${text(data.side)} ${text(data.size)} ${symbolOf(data)} ${text(data.type)}`;
  return `Wants to ${what}${trigger}${limit}${position}${because(data)}`;
}

/** The codes that a list of runs names; none where there is no such list. */
function namedCodes(runs: JournalValue | undefined): readonly string[] {
  return Array.isArray(runs) ? codesOf((runs as readonly JournalValue[]).map(text)) : [];
}

function describeVerdict(data: JournalData): string {
  const rows = Array.isArray(data.rows) ? (data.rows as readonly JournalValue[]).map(record) : [];
  const failed = rows.filter((row) => row.outcome === "fail");
  if (data.outcome === "approved") {
    if (data.reducing === true) return "The gate let a reducing order pass";
    const passed = rows.length + namedCodes(data["clear"]).length;
    const unset = namedCodes(data["unset"]).length;
    return `The gate approved it: ${passed} rules passed${unset > 0 ? `, ${unset} have no limit set` : ""}`;
  }
  return `The gate refused it: ${failed.map((row) => `${text(row.code)} ${text(row.text)}`).join("; ")}`;
}

const describeFill =
  (word: string) =>
  (data: JournalData): string =>
    `${word} ${text(data.size)} at ${text(data.price)}, fee ${text(data.fee)} ${text(data.feeCurrency)}`.trimEnd();

function describeChange(data: JournalData): string {
  const named = { size: "size", limitPrice: "price", triggerPrice: "trigger", trailingOffset: "distance" };
  const parts = Object.entries(named).flatMap(([name, word]) =>
    data[name] === undefined ? [] : [`${word} ${text(data[name])}`],
  );
  if (data["bracket"] !== undefined) parts.push("its exits");
  return parts.join(", ");
}

const sentences: Partial<Record<JournalEvent["type"], (data: JournalData) => string>> = {
  "session.opened": (data) => `A session opens (version ${text(record(data.app).version ?? data.version)})`,
  "config.changed": (data) => describeConfig(data, words),
  "trader.started": (data) => `Trader ${text(data.name)} starts ${text(data.strategy)}`,
  "trader.stopped": (data) => `Trader ${text(data.name ?? data.traderId)} stops${because(data)}`,
  "trader.failed": (data) => `Trader ${text(data.name ?? data.traderId)} failed and is stopped${because(data)}`,
  "heartbeat.lost": (data) => `Trader ${text(data.traderId)} has gone quiet`,
  "heartbeat.restored": (data) => `Trader ${text(data.traderId)} answers again`,
  "signal.raised": (data) => `Signal${because(data)}`,
  "plan.refused": (data) => `Wish refused${because(data)}`,
  "order.intended": describeIntent,
  "risk.judged": describeVerdict,
  "order.denied": (data) => `Denied${because(data)}`,
  "order.submitted": (data) => `Sent to ${text(data.venue) || "the venue"}`,
  "order.accepted": () => "Accepted by the venue",
  "order.rejected": (data) => `Rejected by the venue${because(data)}`,
  "order.triggered": () => "Triggered: the price it waited for has come",
  "fill.busted": (data) => `The venue takes a fill back${because(data)}`,
  "fill.corrected": (data) => `The venue corrects a fill${because(data)}`,
  "order.partially_filled": describeFill("Filled in part:"),
  "order.filled": describeFill("Filled:"),
  "order.cancel_requested": (data) => `Cancel requested${because(data)}`,
  "order.canceled": (data) => `Canceled${because(data)}`,
  "order.replace_requested": (data) => `Change requested: ${describeChange(data)}`,
  "order.replaced": (data) => `Changed: ${describeChange(data)}`,
  "order.expired": (data) => `Expired${because(data)}`,
  "order.unknown": (data) => `Unconfirmed, checking${because(data)}`,
  "order.reconciled": (data) => `Reconciled (${text(data.outcome)})${because(data)}`,
  "account.funded": (data) => describeFunds(data, words),
  "position.reconciled": (data) => describeReconciled(data, words),
  "account.day_rolled": (data) => `A trading day begins with equity ${text(data.equity)}`,
  "account.snapshotted": (data) => {
    if (data.firm === undefined) return `Account: equity ${text(data.equity)}, at its highest ${text(data.equityPeak)}`;
    return `Account: equity ${text(data.equity)}, as the firm's guard saw it`;
  },
  ...guardSentences,
  ...recordSentences,
  "kill_switch.engaged": (data) => `Kill switch engaged${because(data)}`,
  "kill_switch.released": (data) => `Kill switch released${because(data)}`,
  "link.up": (data) => `The session trades ${text(data.feed)} (${text(data.identity)})`,
};
