import type { AccountTerms } from "../../shared/model/account-terms.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { WaitingLimits } from "../../shared/model/settings.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { tradingDays } from "../../shared/model/trading-days.ts";
import type { Journal } from "../ports/journal.ts";
import type { SettingsStore } from "../ports/settings-store.ts";
import { loosenedLocks, withLocks } from "../risk/limit-locks.ts";
import { limitsTrace, recordedLimits, type StandingLimits, standingText } from "./recorded-limits.ts";
import { settingText } from "./risk-view.ts";

interface LimitKeeperParts {
  readonly settings: SettingsStore;
  readonly journal: Pick<Journal, "append" | "readTrace">;
  readonly terms: Pick<AccountTerms, "dayZone" | "dayStartsAt">;
  /** Engine time, for the record. */
  readonly now: () => number;
  /** The time that locks count in: no setting of the machine's clock brings it forward within a run. */
  readonly lockNow: () => number;
  /**
   * Whether that time is sure enough to loosen anything: not while a time server is set and has not answered, because a
   * measurement that comes later could not take a loosened limit back, and not on a profile that no desk runs.
   */
  readonly mayLoosen: () => boolean;
  /** Whether that time is measured, so that a date in it is one that nobody has set. */
  readonly isTimeMeasured: () => boolean;
}

const desk: Actor = { kind: "desk", id: "limits" };
/** Who has changed limits while no desk ran: an editor, or whoever put another file there. */
const settingsFile: Actor = { kind: "desk", id: "settings-file" };

/** A setting and what became of it, as the record tells. */
type Change = readonly [path: string, data: Readonly<Record<string, string | null>>];

/** Keeps the limits that hold, and those that wait for the next trading day because they loosen what is locked. */
export class LimitKeeper {
  readonly #parts: LimitKeeperParts;

  constructor(parts: LimitKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Holds the limits of the settings against those that the record says were the last to hold; call it before anything
   * asks for them. What was changed in between is a change like any other: it is journaled, and what is locked is loosened
   * with the next trading day. Where the record says nothing of limits, these are written down as they stand.
   */
  begin(): void {
    const { settings, journal } = this.#parts;
    const { risk, waitingLimits } = settings.get();
    const found: StandingLimits = { risk, waitingLimits };
    const known = recordedLimits(journal);
    if (known === null) {
      this.#tell([["risk", {}]], desk);
      return;
    }
    if (standingText(known) === standingText(found)) return;
    const isRiskOther = standingText({ ...known, risk }) !== standingText(known);
    this.#change(known, isRiskOther ? risk : (waitingLimits?.limits ?? risk), settingsFile);
  }

  /** The limits that hold now. It never throws: what cannot be written down does not loosen anything. */
  limits(): RiskLimits {
    const { risk, waitingLimits } = this.#parts.settings.get();
    if (waitingLimits === null || !this.#parts.mayLoosen()) return risk;
    try {
      if (!waitingLimits.isDateSure && this.#parts.isTimeMeasured()) return this.#dateAnew(waitingLimits);
      return this.#parts.lockNow() < waitingLimits.at ? risk : this.#take(waitingLimits);
    } catch {
      return risk;
    }
  }

  waiting(): WaitingLimits | null {
    return this.#parts.settings.get().waitingLimits;
  }

  /** What was asked for last, whether it holds yet or waits: what a further change is added to. */
  wanted(): RiskLimits {
    const held = this.limits();
    return this.waiting()?.limits ?? held;
  }

  /**
   * Saves limits and journals every setting that differs. What tightens holds at once; what loosens a locked limit waits,
   * and replaces what waited before. Saved first, so that the record never tells of limits that did not hold; without a
   * record they are taken back.
   */
  change(wanted: RiskLimits, actor: Actor): RiskLimits {
    return this.#change({ risk: this.limits(), waitingLimits: this.waiting() }, wanted, actor);
  }

  #change(from: StandingLimits, wanted: RiskLimits, actor: Actor): RiskLimits {
    const { risk: held, waitingLimits: before } = from;
    const { now, waiting } = withLocks(held, wanted);
    const date = waiting.length === 0 ? null : this.#dateOf(from, wanted);
    const later = date === null ? null : { limits: wanted, settings: [...waiting], ...date };
    return this.#save(now, later, () => {
      const dropping: Change[] = before === null ? [] : [["waitingLimits", { from: "waiting", to: "not set" }]];
      const waits = later === null ? dropping : waitingChanges(now, later);
      this.#tell([...changesOf("risk", held, now), ...waits], actor);
    });
  }

  /** When loosened locks take effect. What waits already and is loosened no further keeps its time. */
  #dateOf(
    { risk: held, waitingLimits: before }: StandingLimits,
    wanted: RiskLimits,
  ): Pick<WaitingLimits, "at" | "isDateSure"> {
    if (before === null || loosenedLocks(before.limits, wanted, held.locked).length > 0)
      return { at: this.#nextDay(), isDateSure: this.#parts.isTimeMeasured() };
    return { at: before.at, isDateSure: before.isDateSure };
  }

  #nextDay(): number {
    const { lockNow, terms } = this.#parts;
    const days = tradingDays(terms);
    // The moment that a day begins with is the old day's last: what is asked then waits for the day after.
    return days.startOf(days.dayOf(lockNow() + 1) + 1);
  }

  /** The time is measured now: what was asked for while it was not waits from here on. */
  #dateAnew(waiting: WaitingLimits): RiskLimits {
    const { risk } = this.#parts.settings.get();
    const dated = { ...waiting, at: this.#nextDay(), isDateSure: true };
    return this.#save(risk, dated, () => this.#tell(waitingChanges(risk, dated), desk));
  }

  #take({ limits }: WaitingLimits): RiskLimits {
    const { risk } = this.#parts.settings.get();
    return this.#save(limits, null, () => this.#tell(changesOf("risk", risk, limits), desk));
  }

  #save(risk: RiskLimits, waitingLimits: WaitingLimits | null, record: () => void): RiskLimits {
    const { settings } = this.#parts;
    const before = settings.get();
    const saved = settings.update({ risk, waitingLimits }).risk;
    try {
      record();
    } catch (error) {
      settings.update({ risk: before.risk, waitingLimits: before.waitingLimits });
      throw error;
    }
    return saved;
  }

  /** Writes changes down; the last of them says how all limits stand after it. */
  #tell(changes: readonly Change[], actor: Actor): void {
    const { journal, now, settings } = this.#parts;
    for (const [index, [path, data]] of changes.entries()) {
      const standing = index === changes.length - 1 ? { limits: standingText(settings.get()) } : {};
      const said = { path, ...data, ...standing };
      journal.append({ type: "config.changed", at: now(), actor, trace: limitsTrace, cause: null, data: said });
    }
  }
}

function waitingChanges(held: RiskLimits, { limits, at }: WaitingLimits): Change[] {
  return changesOf("waitingLimits", held, limits, { takesEffectAt: toRfc3339(at) });
}

function changesOf(
  root: string,
  from: RiskLimits,
  to: RiskLimits,
  more: Readonly<Record<string, string>> = {},
): Change[] {
  const [before, after]: Record<string, unknown>[] = [from, to];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => {
    const [was, is] = [settingText(before?.[key]), settingText(after?.[key])];
    return was === is ? [] : [[`${root}.${key}`, { from: was, to: is, ...more }] as const];
  });
}
