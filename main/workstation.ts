import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DeskInfo } from "../shared/contract/desk.ts";
import { contract } from "../shared/contract/index.ts";
import type { Actor } from "../shared/model/actor.ts";
import { toRfc3339 } from "../shared/model/time.ts";
import type { Role } from "../shared/rpc/contract.ts";
import { type Served, serve } from "../shared/rpc/serve.ts";
import type { Wire } from "../shared/rpc/wire.ts";
import { createBarHistory } from "./adapters/bar-history/bar-history.ts";
import { createPaperBroker } from "./adapters/broker-paper/paper-broker.ts";
import { readInThread } from "./adapters/calendar-ical/read-in-thread.ts";
import { openJournal } from "./adapters/journal-sqlite/open-journal.ts";
import type { KeepsRowKeys, KeepsSnapshots } from "./adapters/journal-sqlite/sqlite-journal.ts";
import { settingsHash } from "./adapters/profile/settings-hash.ts";
import { nodePrimitives, sha256Hex } from "./adapters/proof-node/node-primitives.ts";
import { openSecretStore } from "./adapters/secrets-keychain/open-secret-store.ts";
import { openSettingsFile } from "./adapters/settings-file/settings-file.ts";
import { toHex } from "./audit/byte-text.ts";
import { leafOf } from "./audit/leaf.ts";
import { createEngine } from "./engine/engine.ts";
import { createActivityFeed } from "./handlers/activity-feed.ts";
import type { DeskContext } from "./handlers/desk-context.ts";
import { handlers } from "./handlers/index.ts";
import { LimitKeeper } from "./handlers/limit-keeper.ts";
import { createQuoteBoard } from "./handlers/quote-board.ts";
import type { BarHistory } from "./ports/bar-history.ts";
import type { Clock } from "./ports/clock.ts";
import type { Journal } from "./ports/journal.ts";
import type { MarketData } from "./ports/market-data.ts";
import type { SecretStore } from "./ports/secret-store.ts";
import type { SettingsStore } from "./ports/settings-store.ts";
import { BookWatch } from "./risk/book-watch.ts";
import { createGate } from "./risk/gate.ts";
import { checkVenueInput } from "./simulation/venue-needs.ts";
import { createLog } from "./telemetry/log.ts";
import { membershipOf } from "./traders/membership.ts";
import { createTraderRegistry } from "./traders/trader-registry.ts";
import { type BuildInfo, readBuildInfo } from "./workstation/build-info.ts";
import { recordClockJump, watchClock } from "./workstation/clock-watch.ts";
import { type ClosingStep, closeInOrder } from "./workstation/close-in-order.ts";
import { complianceDesk } from "./workstation/compliance/compliance-desk.ts";
import { controlDesk } from "./workstation/control-desk.ts";
import { createProfile } from "./workstation/create-profile.ts";
import { deskClock } from "./workstation/desk-clock.ts";
import { openFeed } from "./workstation/desk-feed.ts";
import { guardDesk } from "./workstation/desk-guard.ts";
import { engineBasis, type MemoryBasis } from "./workstation/desk-memory.ts";
import { watchDesk } from "./workstation/desk-metrics.ts";
import { enterMarket } from "./workstation/enter-market.ts";
import { firstPriceOfDay } from "./workstation/first-price.ts";
import { fundAccount } from "./workstation/fund-account.ts";
import { keepRestored } from "./workstation/keep-restored.ts";
import { lastResort } from "./workstation/last-resort.ts";
import { fileIdentity, type MarketIdentity, syntheticIdentity } from "./workstation/market-identity.ts";
import { createMarketIntake } from "./workstation/market-intake.ts";
import { orderHistory } from "./workstation/order-history.ts";
import { openFirmDesk } from "./workstation/prop-firm-desk.ts";
import { tellRefused } from "./workstation/refused-inputs.ts";
import { sessionPlayer } from "./workstation/replay/session-player.ts";
import { openMemory, restoreDesk, restoreVenue } from "./workstation/restore-desk.ts";
import { startRunLoop } from "./workstation/run-loop.ts";
import { traderHistory } from "./workstation/trader-history.ts";
import { warmUp } from "./workstation/warm-up.ts";

export interface WorkstationOptions {
  readonly profileDir: string;
  /** `synthetic` (the default) or the path of a bar file. */
  readonly feed?: string;
  /** How many times faster than real time a file plays. Default 1. */
  readonly feedSpeed?: number;
  readonly shell?: DeskInfo["shell"];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The store that keeps the keys; the system's keychain unless another is given. */
  readonly secrets?: Promise<{ store: SecretStore; note: string }>;
}

/** A running desk: everything but the window. */
export interface Workstation {
  readonly context: DeskContext;
  /** Settles when other processes can control the desk, or when it is known that they cannot. */
  readonly controllable: Promise<void>;
  /** Serves the contract to a page that a shell has admitted. */
  attach(wire: Wire, role: Role): void;
  engageKillSwitch(actor: Actor, reason: string): void;
  /** Takes an error that nobody caught: nothing opens any more until a person has looked. */
  unexpected(error: unknown): void;
  /** Stops the feed and the traders, waits for the journal, signs the last checkpoint, releases the profile. */
  close(): Promise<void>;
}

const machineClock: Clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
const syntheticSeed = 20_260_101;
const timeStepMs = 20;
const heartbeatCheckMs = 250;
const guardStepMs = 100;
const clockCheckMs = 1000;
const warmUpBars = 120;
const snapshotEveryMs = 60_000;

/** What a desk is assembled from. */
interface DeskParts {
  readonly options: WorkstationOptions;
  readonly build: BuildInfo;
  readonly configHash: string;
  readonly keychainNote: string;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
  readonly journal: Journal & KeepsRowKeys & KeepsSnapshots;
  readonly bars: BarHistory;
  readonly feed: MarketData;
  readonly feedName: string;
  readonly market: MarketIdentity;
  readonly clock: Clock;
}

/** Builds a desk on a profile: journal, feed, engine, gate, paper venue, traders. Throws Faults with a way out. */
export async function openWorkstation(options: WorkstationOptions): Promise<Workstation> {
  const { profileDir, env = process.env } = options;
  const recorded = options.feed !== undefined && options.feed !== "synthetic";
  const [{ store: secrets, note: keychainNote }, { feed, name: feedName, input }] = await Promise.all([
    options.secrets ?? openSecretStore({ service: "Proofdesk", env }),
    openFeed(
      recorded
        ? { kind: "file", file: options.feed, speed: options.feedSpeed ?? 1 }
        : { kind: "synthetic", seed: syntheticSeed },
      machineClock,
    ),
  ]);
  const build = readBuildInfo();
  const settings = openSettingsFile(profileDir);
  checkVenueInput(settings.get().paper, input);
  const configHash = settingsHash(settings.get());
  const [market, journal, bars] = await Promise.all([
    recorded ? fileIdentity(options.feed) : syntheticIdentity(syntheticSeed),
    openJournal({ profileDir, secrets, clock: machineClock, build: { ...build, configHash }, forExits: true }),
    // In the next turn, so that the journal's thread is on its way and starts while the charts' bars are made.
    nextTurn().then(() => createBarHistory(feed.instruments.map((_, instrument) => feed.history(instrument)))),
  ]);
  const pace = { speed: options.feedSpeed ?? 1, freshForMs: () => settings.get().risk.staleAfterMs };
  const marketClock = recorded ? deskClock(machineClock, feed, pace) : null;
  const clock = marketClock ?? machineClock;
  try {
    const desk = {
      options,
      build,
      configHash,
      keychainNote,
      secrets,
      settings,
      journal,
      bars,
      feed,
      feedName,
      market,
      clock,
    };
    const workstation = assembleDesk(desk);
    const { engine } = workstation.context;
    await workstation.controllable;
    marketClock?.follow(() => engine.metrics().queueDepth === 0);
    return workstation;
  } catch (error) {
    // A desk that cannot be assembled lets go of the profile.
    await journal.close().catch(() => undefined);
    throw error;
  }
}

function assembleDesk(parts: DeskParts): Workstation {
  const { options, build, configHash, keychainNote, secrets, settings, journal, bars, feed, feedName, market, clock } =
    parts;
  const { profileDir, shell = "none" } = options;
  const log = createLog({ dir: path.join(profileDir, "logs"), level: "info" });
  const { paper, account: accountSettings } = settings.get();
  const account = fundAccount(journal, accountSettings, clock.now());
  const memory = openMemory(journal, journal.snapshots);
  const entered = enterMarket(journal, market, clock.now(), memory.record.stretch.stretch);
  const { origin } = journal.health();
  const { marginMode } = account.terms;
  const { leverage } = accountSettings;
  const broker = createPaperBroker(feed.instruments, paper, { cash: account.cash, leverage, marginMode });
  const recorded = clock !== machineClock;
  const basis: MemoryBasis = {
    writtenBy: `${build.version} ${build.gitSha} ${build.buildHash}`,
    instruments: feed.instruments,
    account: { ...account, cash: entered.cash ?? account.cash, balances: entered.balances, leverage },
    earlierDigits: memory.record.digits.byInstrument,
    takerFeeBps: paper.takerFeeBps,
    since: entered.since,
    playedFrom: recorded ? toRfc3339(clock.now()) : null,
  };
  const guard = guardDesk({ settings, journal, feed, broker, machine: machineClock, recorded });
  const firm = openFirmDesk({ profileDir, journal, clock, takerFeeBps: paper.takerFeeBps });
  const member = membershipOf((id) => traders.list().find(({ traderId }) => traderId === id));
  const isTimeMeasured = (): boolean => (guard.clock.reading?.offsetMs ?? null) !== null;
  const limits = new LimitKeeper({
    settings,
    journal,
    terms: account.terms,
    now: () => clock.now(),
    lockNow: guard.engineOptions.lockNow ?? (() => clock.now()),
    mayLoosen: () => guard.clock.reading === null || isTimeMeasured(),
    isTimeMeasured,
  });
  // Without a record nothing opens, whatever the limits are: the next start tells of them.
  if (journal.health().state === "open") limits.begin();
  const book = new BookWatch();
  const engine = createEngine({
    ...engineBasis(basis),
    history: orderHistory(journal, entered.since),
    gate: createGate({ limits: () => limits.limits(), firm: firm.watch, membershipOf: member }),
    route: broker,
    capabilities: broker.capabilities,
    record: (event) => journal.append(event),
    journalOpen: () => journal.health().state === "open",
    now: () => clock.now(),
    sha256: sha256Hex,
    // Orders of another market are not taken over, and their ids must not come again.
    idSeed: entered.since === 0 ? origin : `${origin}/${entered.since}`,
    atrPeriod: () => settings.get().risk.atrPeriod,
    snapshotEveryMs,
    ...(recorded ? { playSpeed: options.feedSpeed ?? 1 } : {}),
    ...guard.engineOptions,
    watches: [...(guard.engineOptions.watches ?? []), firm.watch, book],
    onListenerFailure: (error) => log.error("a listener failed", { error }),
  });
  const traders = createTraderRegistry({
    engine,
    record: (event) => journal.append(event),
    now: () => clock.now(),
    feedLive: () => feed.health().state === "live",
    history: traderHistory(engine, feed, bars),
    mayStart: firm.mayAutomate,
    onRecordFailure: (error) => log.error("a trader's event was not written down", { error }),
  });
  const rebuilt = { engine, traders, firm: firm.watch };
  const restored = restoreDesk(journal, rebuilt, { memory, basis, now: clock.now() });
  const keeper = keepRestored(journal, basis, restored, log);
  const player = sessionPlayer({ profileDir, keys: journal.rowKeys, basis });
  const loop = startRunLoop(engine);
  broker.onReport((report) => {
    engine.report(report);
    loop.wake();
  });
  broker.onAccountReport((report) => {
    engine.accountReport(report);
    loop.wake();
  });
  // The venue gets its orders back after the warm-up: bars of the past must not fill them.
  warmUp(engine, feed, warmUpBars);
  restoreVenue(engine, broker, feed, clock.now());
  const quotes = createQuoteBoard(engine, firstPriceOfDay(feed));
  const activity = createActivityFeed(journal, (text) => toHex(leafOf(nodePrimitives, text)));
  const stopDurable = journal.onDurable((seq) => {
    engine.durable(seq);
    loop.wake();
  });
  const stopMetrics = watchDesk(engine, journal, log);
  const stopFailure = journal.onFailure((failure) => {
    log.error("the journal failed", { error: failure });
    // What waits for the disk is decided now: exits leave, the rest is withdrawn.
    loop.wake();
  });
  // A timer that throws would end the process, and the desk with it.
  const guarded = (what: string, work: () => void) => (): void => {
    try {
      work();
    } catch (error) {
      log.error(`${what} failed`, { error });
    }
  };
  const stopOpening = lastResort(engine, log);
  const clockJump = watchClock(machineClock);
  const timers = [
    setInterval(
      guarded("the clock's watch", () => recordClockJump(journal, clock, clockJump())),
      clockCheckMs,
    ),
    setInterval(
      guarded("the guard's watch", () => guard.tick(engine)),
      guardStepMs,
    ),
    setInterval(
      guarded("the venue's clock", () => broker.onTime(clock.now())),
      timeStepMs,
    ),
    setInterval(
      guarded("the traders' heartbeats", () => traders.check(clock.now())),
      heartbeatCheckMs,
    ),
  ];

  const context: DeskContext = {
    info: {
      version: build.version,
      gitSha: build.gitSha,
      buildHash: build.buildHash,
      configHash,
      profile: profileDir,
      mode: "paper",
      shell,
      feed: feedName,
      accountId: account.id,
      currency: account.currency,
      terms: account.terms,
      instruments: [...feed.instruments],
      startedAt: clock.now(),
      keychainNote,
    },
    clock,
    engine,
    journal,
    feed,
    bars,
    quotes,
    activity,
    settings,
    limits,
    paper,
    traders,
    book: () => book.stops(),
    readCalendar: readInThread,
    clockReading: () => guard.clock.reading,
    firm: firm.desk,
    wake: loop.wake,
    ticksPerSecond: loop.inputsPerSecond,
    deskAt: async (seq) => (seq < basis.since ? null : await player.deskAt(seq)),
    createProfile: (name, account) => createProfile(profileDir, name, { ...settings.get(), account }),
    ...complianceDesk({ journal, secrets, clock, profileDir, settings, build: { ...build, configHash } }),
  };
  const control = controlDesk(context, profileDir, (error) => {
    log.error("the desk cannot be controlled from the command line", { error });
  });
  const pages = new Set<Served>();
  feed.start(createMarketIntake(engine, bars, loop.wake, tellRefused(log)));
  log.info("the desk is open", { profile: profileDir, feed: feedName, shell });

  return {
    context,
    controllable: control.ready,
    attach(wire, role) {
      const served = serve(wire, contract, handlers, {
        role,
        context,
        now: () => performance.now(),
        onBug: (error, operation) => log.error("an operation failed", { error, operation }),
      });
      pages.add(served);
      wire.onClose(() => pages.delete(served));
    },
    engageKillSwitch(actor, reason) {
      engine.engageKillSwitch(actor, reason);
      loop.wake();
    },
    unexpected(error) {
      stopOpening(error);
      loop.wake();
    },
    async close() {
      const running = () => traders.list().filter((trader) => trader.status === "running");
      const closer: Actor = { kind: "desk", id: "desk" };
      await closeInOrder(
        [
          ["the feed", () => feed.stop()],
          ["the timers", () => timers.forEach(clearInterval)],
          ...[...pages].map((page): ClosingStep => ["a page", () => page.close()]),
          ...running().map(
            ({ traderId }): ClosingStep => [`trader ${traderId}`, () => traders.stop(traderId, closer, "desk closed")],
          ),
          ["the control channel", () => control.close()],
          ["the run loop", () => loop.stop()],
          ["the activity feed", () => activity.close()],
          ["the metrics", stopMetrics],
          ["the replay", () => player.close()],
          ["the firm's guard", () => firm.watch.flush()],
          ["the journal", () => journal.close()],
          ["the state's snapshot", () => keeper.close(journal.durableSeq)],
          ["the durable listener", stopDurable],
          ["the failure listener", stopFailure],
        ],
        (what, error) => log.error(`${what} did not close`, { error }),
      );
      log.info("the desk is closed");
      await log.close();
    },
  };
}
