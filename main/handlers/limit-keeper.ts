import type { AccountTerms } from "../../shared/model/account-terms.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { WaitingLimits } from "../../shared/model/settings.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { tradingDays } from "../engine/portfolio/trading-days.ts";
import type { Journal } from "../ports/journal.ts";
import type { SettingsStore } from "../ports/settings-store.ts";
import { loosenedLocks, withLocks } from "../risk/limit-locks.ts";
import { settingText } from "./risk-view.ts";

interface LimitKeeperParts {
  readonly settings: SettingsStore;
  readonly journal: Pick<Journal, "append">;
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
}

const desk: Actor = { kind: "desk", id: "limits" };

/** Keeps the limits that hold, and those that wait for the next trading day because they loosen what is locked. */
export class LimitKeeper {
  readonly #parts: LimitKeeperParts;

  constructor(parts: LimitKeeperParts) {
    this.#parts = parts;
  }

  /** The limits that hold now. It never throws: what cannot be written down does not loosen anything. */
  limits(): RiskLimits {
    const { risk, waitingLimits } = this.#parts.settings.get();
    if (waitingLimits === null || this.#parts.lockNow() < waitingLimits.at || !this.#parts.mayLoosen()) return risk;
    try {
      return this.#take(waitingLimits);
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
    const held = this.limits();
    const dropped = this.waiting() !== null;
    const { now, waiting } = withLocks(held, wanted);
    const at = waiting.length === 0 ? null : this.#effectAt(held, wanted);
    const later = at === null ? null : { limits: wanted, at, settings: [...waiting] };
    return this.#save(now, later, () => {
      this.#record(held, now, actor);
      if (at !== null) this.#record(now, wanted, actor, { takesEffectAt: toRfc3339(at) }, "waitingLimits");
      else if (dropped) this.#recordDropped(actor);
    });
  }

  /** When loosened locks take effect. What waits already and is loosened no further keeps its time. */
  #effectAt(held: RiskLimits, wanted: RiskLimits): number {
    const { lockNow, terms } = this.#parts;
    const before = this.waiting();
    if (before !== null && loosenedLocks(before.limits, wanted, held.locked).length === 0) return before.at;
    const days = tradingDays(terms);
    // The moment that a day begins with is the old day's last: what is asked then waits for the day after.
    return days.startOf(days.dayOf(lockNow() + 1) + 1);
  }

  #take({ limits }: WaitingLimits): RiskLimits {
    const { risk } = this.#parts.settings.get();
    return this.#save(limits, null, () => this.#record(risk, limits, desk));
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

  #record(from: RiskLimits, to: RiskLimits, actor: Actor, more: Readonly<Record<string, string>> = {}, root = "risk") {
    const [before, after]: Record<string, unknown>[] = [from, to];
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const [was, is] = [settingText(before?.[key]), settingText(after?.[key])];
      if (was !== is) this.#append(`${root}.${key}`, { from: was, to: is, ...more }, actor);
    }
  }

  #recordDropped(actor: Actor): void {
    this.#append("waitingLimits", { from: "waiting", to: "not set" }, actor);
  }

  #append(path: string, data: Readonly<Record<string, string | null>>, actor: Actor): void {
    this.#parts.journal.append({
      type: "config.changed",
      at: this.#parts.now(),
      actor,
      trace: `config-${path.replaceAll(".", "-")}`,
      cause: null,
      data: { path, ...data },
    });
  }
}
