import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import type { FirmRefusals } from "./firm-log.ts";
import { FirmLog } from "./firm-log.ts";
import { FirmRecord } from "./firm-record.ts";
import { firmReport } from "./firm-report.ts";

/** An account under a firm's preset as a journal tells of it. */
export interface FirmReplay {
  readonly record: FirmRecord;
  readonly log: FirmLog;
  readonly refusals: FirmRefusals;
  /** `null` where no preset was applied, or the account was not seen since. */
  report(): PropFirmReport | null;
}

/**
 * Goes through a journal and gives the floors and breaches that the guard had. A preset that cannot be read leaves the
 * account under none, as it does on the desk.
 */
export function replayFirm(events: Iterable<JournalEvent>): FirmReplay {
  const record = new FirmRecord();
  const log = new FirmLog();
  for (const { type, at, data } of events) {
    const time = parseRfc3339(at);
    try {
      record.take(type, time, data);
    } catch {
      record.lose();
    }
    if (type.startsWith("risk.")) log.take(type, time, () => data);
    if (type === "risk.judged" && record.applied !== null && data["outcome"] === "rejected") log.refused(time, data);
  }
  return {
    record,
    log,
    refusals: log.refusals,
    report() {
      const { applied, guard } = record;
      return applied === null || guard === null
        ? null
        : firmReport({ under: applied, guard, stop: log.stop, loss: null });
    },
  };
}
