import { stateNote } from "../../shared/model/breaker.ts";
import type { JournalData, JournalEventType, JournalValue } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";

const text = (value: JournalValue | undefined): string => (value === undefined || value === null ? "" : String(value));
const because = (data: JournalData): string => (text(data.reason) ? `: ${text(data.reason)}` : "");

/** What an action does, as the end of "… trips and". */
const consequences: Readonly<Record<string, string>> = {
  warn: "warns",
  block_entries: "lets nothing open",
  reducing: "lets trading only reduce",
  halt: "halts trading",
  flatten_and_halt: "halts trading and closes every position",
  lock_out: "locks the account out",
};

function describeTrip(data: JournalData): string {
  const limit = data.limit === null ? "" : ` (limit ${text(data.limit)})`;
  return `Breaker ${text(data.rule)} trips and ${consequences[text(data.action)] ?? text(data.action)}${limit}${because(data)}`;
}

function describeFlattened(data: JournalData): string {
  const left = Array.isArray(data.left) ? (data.left as readonly JournalValue[]).map(text) : [];
  if (left.length === 0) return `The account is flat${because(data)}`;
  return `The account is not flat yet: ${left.join("; ")}${text(data.reason) ? ` (${text(data.reason)})` : ""}`;
}

function describeState(data: JournalData): string {
  const note = stateNote(data);
  if (note === "rearmed") return `Breaker ${text(data.rule)} is re-armed${because(data)}`;
  if (note === "flattening") return `Flatten is asked for${because(data)}`;
  if (note === "flattened") return describeFlattened(data);
  return `Trading state ${text(data.from)} → ${text(data.to)}${because(data)}`;
}

function describeLockout(data: JournalData): string {
  const until = typeof data.until === "number" ? toRfc3339(data.until) : "";
  return `The account is locked out until ${until}${because(data)}`;
}

function describeClock(data: JournalData): string {
  const { offsetUs, errorUs } = data;
  if (typeof offsetUs !== "number") return `The clock's offset is unknown: ${text(data.failure)}`;
  const ms = (us: number): string => (Math.abs(us) / 1000).toFixed(1);
  const error = typeof errorUs === "number" ? `, give or take ${ms(errorUs)} ms` : "";
  return `The clock is ${ms(offsetUs)} ms ${offsetUs < 0 ? "ahead" : "behind"}${error}, as ${text(data.source)} says`;
}

function describeJump(data: JournalData): string {
  const ms = typeof data.jumpMs === "number" ? data.jumpMs : 0;
  return `The machine's clock jumped ${Math.abs(ms)} ms ${ms < 0 ? "back" : "forward"}`;
}

function describePreset(data: JournalData): string {
  const fresh = data.fresh === true ? ", as another account there" : "";
  return `The account is under the prop firm preset ${text(data.presetId)}${fresh} (sha256 ${text(data.sha256).slice(0, 12)})`;
}

function describeBreach(data: JournalData): string {
  const floor = data.floor === null ? "" : `, floor ${text(data.floor)}`;
  const what = data.effect === "fail" ? "the account has failed" : "the account rests until the firm's next day";
  return `Rule ${text(data.rule)} of ${text(data.presetId)} is broken${data.atReset === true ? " by the reset" : ""}: equity ${text(data.equity)}${floor}; ${what}`;
}

/** The sentences of what guards the desk beside the gate: breakers, lockout and clock. */
export const guardSentences: Partial<Record<JournalEventType, (data: JournalData) => string>> = {
  "preset.applied": describePreset,
  "risk.breached": describeBreach,
  "risk.breaker_tripped": describeTrip,
  "risk.state_changed": describeState,
  "risk.locked_out": describeLockout,
  "clock.synced": describeClock,
  "clock.jumped": describeJump,
};
