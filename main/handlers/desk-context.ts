import type { CheckFinding, DeskAt, EventSearch } from "../../shared/contract/audit.ts";
import type { DeskInfo } from "../../shared/contract/desk.ts";
import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { PaperAccountSettings } from "../../shared/model/settings.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { StopPlan } from "../engine/stop-plan.ts";
import type { BarHistory } from "../ports/bar-history.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal, StoredEvent } from "../ports/journal.ts";
import type { MarketData } from "../ports/market-data.ts";
import type { SettingsStore } from "../ports/settings-store.ts";
import type { NewsEvent } from "../risk/news-from-events.ts";
import type { TraderRegistry } from "../traders/trader-registry.ts";
import type { ActivityFeed } from "./activity-feed.ts";
import type { ComplianceDesk } from "./compliance-desk.ts";
import type { FirmDesk } from "./firm-desk.ts";
import type { LimitKeeper } from "./limit-keeper.ts";
import type { QuoteBoard } from "./quote-board.ts";

export interface ExportedBundle {
  readonly file: string;
  readonly sha256: string;
  readonly events: number;
  readonly bytes: number;
}

export interface JournalCheck {
  readonly ok: boolean;
  readonly events: number;
  readonly tookMs: number;
  readonly findings: readonly CheckFinding[];
}

/** What the handlers work with: one desk, whatever the wire and the shell. */
export interface DeskContext {
  readonly info: Omit<DeskInfo, "role">;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly feed: MarketData;
  readonly bars: BarHistory;
  readonly quotes: QuoteBoard;
  readonly activity: ActivityFeed;
  readonly settings: SettingsStore;
  readonly limits: LimitKeeper;
  readonly paper: PaperVenueSettings;
  readonly traders: TraderRegistry;
  /** The occurrences of a calendar's events in a span, read on a thread of its own. Throws Faults `CALENDAR-…`. */
  readCalendar(
    text: string,
    span: { readonly from: number; readonly to: number; readonly zone: string },
  ): Promise<readonly NewsEvent[]>;
  /** How far the desk's clock is off; `null` where nobody is asked. */
  clockReading(): ClockReading | null;
  /** What is held or may come to be held, with the stop that takes it out; `null` before the first input. */
  book(): readonly StopPlan[] | null;
  /** The prop firm's guard; `null` on a desk that runs without one. */
  readonly firm: FirmDesk | null;
  /** Lets the run loop handle what a command has queued. */
  wake(): void;
  ticksPerSecond(): number;
  /** Makes a profile beside this one, with its settings and another account, and returns its folder. */
  createProfile(name: string, account: PaperAccountSettings): string;
  /** Events `from` to `to`, inclusive, or all of them, under a name that begins with `name`. */
  exportBundle(part?: {
    readonly from?: number;
    readonly to?: number;
    /** Whether days, orders and metrics are claimed. */
    readonly figures?: boolean;
    readonly name?: string;
  }): Promise<ExportedBundle>;
  verifyJournal(): Promise<JournalCheck>;
  /** Looks through the journal on a thread of its own. */
  searchEvents(query: EventSearch): Promise<{ readonly events: readonly StoredEvent[]; readonly next: number | null }>;
  /**
   * The desk as it was once an event was written down, worked out on a thread of its own; `null` where it was on another
   * market. Throws Faults `REPLAY-…`.
   */
  deskAt(seq: number): Promise<DeskAt | null>;
  readonly compliance: ComplianceDesk;
}
