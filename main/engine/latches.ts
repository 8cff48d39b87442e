import type { Actor } from "../../shared/model/actor.ts";
import {
  type BreakerAction,
  BreakerTrip,
  type LatchedBreaker,
  type Lockout,
  stateNote,
} from "../../shared/model/breaker.ts";
import { type AppliedEvent, textField } from "./applied-event.ts";
import { restoreFault } from "./engine-faults.ts";

const key = (rule: string, action: BreakerAction): string => `${action} ${rule}`;

/** Who asked for a flat account, and why. */
interface AskedFlat {
  readonly actor: Actor;
  readonly reason: string;
}

/** A way to flat that was left, and the slots of the ledger in which something was open. */
interface LeftFlat {
  readonly reason: string;
  readonly slots: readonly number[];
}

/** The latches as plain data. */
export interface LatchesRecord {
  readonly latched: readonly LatchedBreaker[];
  readonly rearmedAt: readonly (readonly [rule: string, at: number])[];
  readonly lockout: Lockout | null;
  /** Absent in records of before. */
  readonly askedFlat?: AskedFlat | null;
  readonly unfinishedFlat?: LeftFlat | null;
}

/** Breakers that have tripped, and the lockout: what events say, so that a restart finds both as they were. */
export class Latches {
  readonly #latched = new Map<string, LatchedBreaker>();
  #list: readonly LatchedBreaker[] = [];
  readonly #rearmedAt = new Map<string, number>();
  /** Whether a latched breaker wants the account flat: a plain field, because the loop looks at it. */
  flatDemanded = false;
  /** Ends latest of all that were set; it stays when it has ended, because a clock may be set back. */
  lockout: Lockout | null = null;
  /** What a person wants flat, as long as nothing says how it ended: a restart may have come between. */
  askedFlat: AskedFlat | null = null;
  /** What did not get flat although someone wanted it so, as long as it is open. */
  unfinishedFlat: LeftFlat | null = null;

  /** Oldest first: one list as long as nothing changes. */
  list(): readonly LatchedBreaker[] {
    return this.#list;
  }

  has(rule: string, action?: BreakerAction): boolean {
    if (this.#latched.size === 0) return false;
    if (action !== undefined) return this.#latched.has(key(rule, action));
    return this.list().some((latched) => latched.rule === rule);
  }

  /** Those that demand one of these actions. */
  demanding(...actions: readonly BreakerAction[]): LatchedBreaker[] {
    return this.list().filter(({ action }) => actions.includes(action));
  }

  /** All of it as plain data, for a snapshot. */
  save(): LatchesRecord {
    const { lockout, askedFlat, unfinishedFlat } = this;
    return { latched: this.list(), rearmedAt: [...this.#rearmedAt], lockout, askedFlat, unfinishedFlat };
  }

  /** Takes over what a snapshot says. */
  restore({ latched, rearmedAt, lockout, askedFlat = null, unfinishedFlat = null }: LatchesRecord): void {
    for (const each of latched) this.#latched.set(key(each.rule, each.action), each);
    for (const [rule, at] of rearmedAt) this.#rearmedAt.set(rule, at);
    this.lockout = lockout;
    this.askedFlat = askedFlat;
    this.unfinishedFlat = unfinishedFlat;
    this.#note();
  }

  rearmedAt(rule: string): number {
    return this.#rearmedAt.get(rule) ?? Number.NEGATIVE_INFINITY;
  }

  trip(event: AppliedEvent): void {
    const trip = BreakerTrip.safeParse(event.data);
    if (!trip.success) throw restoreFault(event, "it is no trip of a breaker");
    this.#latched.set(key(trip.data.rule, trip.data.action), { ...trip.data, at: event.at });
    this.#note();
  }

  /** Takes in what a `risk.state_changed` says beside the state; `openSlots` are those in which something is held or works. */
  note(event: AppliedEvent, openSlots: () => readonly number[]): void {
    const note = stateNote(event.data);
    if (note === "rearmed") this.#rearm(event);
    if (note === null || note === "rearmed") return;
    const reason = textField(event.data, "reason");
    this.askedFlat = note === "flattening" ? { actor: event.actor, reason } : null;
    const isLeft = note === "flattened" && (event.data["left"] as unknown[]).length > 0;
    this.unfinishedFlat = isLeft ? { reason, slots: openSlots() } : null;
  }

  /** Forgets what is flat by now, however it came there. */
  forgetFlat(open: readonly number[]): void {
    if (this.unfinishedFlat === null) return;
    const slots = this.unfinishedFlat.slots.filter((slot) => open.includes(slot));
    this.unfinishedFlat = slots.length === 0 ? null : { ...this.unfinishedFlat, slots };
  }

  #rearm(event: AppliedEvent): void {
    const rule = textField(event.data, "rule");
    this.#rearmedAt.set(rule, event.at);
    for (const [name, latched] of this.#latched) if (latched.rule === rule) this.#latched.delete(name);
    this.#note();
  }

  lockOut({ data, at }: AppliedEvent): void {
    const until = data["until"];
    if (typeof until !== "number") throw new RangeError('the event has no time "until"');
    if (this.lockout !== null && this.lockout.until >= until) return;
    this.lockout = { until, reason: textField(data, "reason"), since: at };
  }

  #note(): void {
    this.#list = [...this.#latched.values()];
    this.flatDemanded = this.demanding("flatten_and_halt").length > 0;
  }
}
