import { FirmBreached, FirmMark } from "../../../shared/model/firm-event.ts";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { RecordedRow } from "../../../shared/model/risk.ts";
import { codesOf } from "../../../shared/model/rule-codes.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import { firmRules, isFirmRule } from "./firm-codes.ts";
import { FirmRecord } from "./firm-record.ts";
import { breachOf } from "./firm-report.ts";
import { money } from "./firm-rules.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { dailyLine, maxLine } from "./safety-margin.ts";

const text = (units: bigint | null): string => (units === null ? "none" : formatFixed(units, MONEY_DIGITS));

type JudgedRow = Pick<RecordedRow, "code" | "outcome" | "limit">;

/** Rows of a verdict whose limit is a floor of the firm with the trader's margin. */
const lossRules = { "RISK-046": maxLine, "RISK-047": dailyLine } as const;

/**
 * Works a firm's floors and breaches out again from the marks of a journal, and says where the journal tells otherwise: a
 * mark with other floors, a breach that does not follow, one that is not told, a verdict more lenient than the floor.
 */
export class JournalFirmJudge {
  readonly #record = new FirmRecord();
  /** Breaches that follow and are not told yet. */
  #due: string[] = [];
  #marks = 0;
  #breaches = 0;

  take(event: JournalEvent): string | null {
    const { type, at, data } = event;
    const before = this.#record.guard?.state.breaches.length ?? 0;
    if (this.#record.take(type, parseRfc3339(at), data)) {
      return type === "preset.applied" ? null : this.#mark(FirmMark.parse(data["firm"]), before);
    }
    if (type === "risk.breached") return this.#told(event);
    return type === "risk.judged" ? this.#lenient(event) : null;
  }

  conclude(): { missing: string[]; marks: number; breaches: number } {
    const missing = this.#due.map((breach) => `a breach follows from the marks that no event tells: ${breach}`);
    return { missing, marks: this.#marks, breaches: this.#breaches };
  }

  #mark({ floors, balance, openPnl, peak }: FirmMark, before: number): string | null {
    this.#marks++;
    const guard = this.#record.guard as PropFirmGuard;
    const presetId = this.#record.applied?.preset.id ?? "";
    for (const breach of guard.state.breaches.slice(before)) {
      this.#due.push(JSON.stringify(FirmBreached.parse({ presetId, ...breachOf(breach) })));
    }
    const { daily, max } = guard.floors;
    const said = floors.daily === null ? null : money(floors.daily);
    if (said !== daily) return `it says a daily floor of ${text(said)}, the rules give ${text(daily)}`;
    if (money(floors.max) !== max) return `it says a floor of ${floors.max}, the rules give ${text(max)}`;
    if (money(peak) < guard.state.maxEquity) return `its peak ${peak} is below the equity of ${balance} and ${openPnl}`;
    return null;
  }

  #told({ data }: JournalEvent): string | null {
    this.#breaches++;
    const parsed = FirmBreached.safeParse(data);
    if (!parsed.success) return "it is no breach of a firm's rule";
    const told = JSON.stringify(parsed.data);
    const place = this.#due.indexOf(told);
    if (place < 0) return "no such breach follows from the marks and the firm's rules";
    this.#due.splice(place, 1);
    return null;
  }

  /** Without an order's equity and its book the row cannot be worked out, but a floor never lies below the one of the marks. */
  #lenient({ data, at }: JournalEvent): string | null {
    const { applied, guard } = this.#record;
    if (applied === null) return null;
    const skipped = codesOf((data["unset"] ?? []) as readonly string[]).find(isFirmRule);
    if (skipped !== undefined) return `${skipped} is said to be without a setting under ${applied.preset.id}`;
    const rows = data["rows"] as unknown as readonly JudgedRow[];
    const answered = new Set(rows.map(({ code }) => code));
    const silent = firmRules.find((code) => !answered.has(code));
    if (silent !== undefined) return `${silent} does not answer under ${applied.preset.id}`;
    if (guard === null || parseRfc3339(at) >= guard.resetAt) return null;
    for (const { code, outcome, limit } of rows) {
      const lineOf = lossRules[code as keyof typeof lossRules];
      if (lineOf === undefined) continue;
      const line = lineOf(guard, applied.terms, false);
      if (line === null || line === "unknown") continue;
      if (limit === undefined || limit === null) {
        // What cannot be measured opens nothing.
        if (outcome === "pass") return `${code} passes and does not say what it was measured by`;
      } else if (money(limit) < line.stopsAt)
        return `${code} lets the account down to ${limit}, its floor and margin are ${text(line.stopsAt)}`;
    }
    return null;
  }
}
