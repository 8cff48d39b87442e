import { z } from "zod";
import { AccountTerms } from "../model/account-terms.ts";
import { Instrument } from "../model/instrument.ts";
import { request, stream } from "../rpc/contract.ts";

/** Two lines of one journal: a profile that was copied and used twice, or an older state that was put back. */
const JournalForkView = z.strictObject({
  code: z.literal("JOURNAL-FORK"),
  how: z.enum(["shorter", "different"]),
  /** The remembered checkpoint that the journal does not go on from. */
  size: z.int(),
  root: z.string(),
  events: z.int(),
  kept: z.enum(["keychain", "profile"]),
});

export const JournalHealthView = z.strictObject({
  state: z.enum(["open", "failed", "closed"]),
  failure: z.string().nullable(),
  events: z.int(),
  durableSeq: z.int(),
  pending: z.int(),
  lastCommitMs: z.number().nullable(),
  /** How many events that commit put on disk with one wait for it. */
  lastCommitEvents: z.int().optional(),
  checkpoints: z.int(),
  lastCheckpoint: z.strictObject({ size: z.int(), root: z.string(), at: z.number() }).nullable(),
  signing: z.strictObject({ storage: z.enum(["keychain", "session"]), keyId: z.string(), publicKey: z.string() }),
  origin: z.string(),
  session: z.string(),
  synchronous: z.string(),
  walMode: z.boolean(),
  fork: JournalForkView.nullable().optional(),
  /** Events kept beside a journal that cannot be written, and those there was no room for. */
  aside: z.strictObject({ kept: z.int(), refused: z.int() }).optional(),
});
export type JournalHealthView = z.infer<typeof JournalHealthView>;

/** What does not change while a session lasts. */
export const DeskInfo = z.strictObject({
  version: z.string(),
  gitSha: z.string(),
  buildHash: z.string(),
  configHash: z.string(),
  profile: z.string(),
  mode: z.enum(["paper", "demo", "live"]),
  shell: z.enum(["electron", "browser", "none"]),
  role: z.enum(["viewer", "trader"]),
  feed: z.string(),
  accountId: z.string(),
  currency: z.string(),
  /** How the account keeps its books: what it was opened with. */
  terms: AccountTerms,
  instruments: z.array(Instrument),
  startedAt: z.number(),
  keychainNote: z.string(),
});
export type DeskInfo = z.infer<typeof DeskInfo>;

/** The desk's pulse, about four times a second. */
export const DeskHealth = z.strictObject({
  at: z.number(),
  feed: z.strictObject({
    state: z.enum(["starting", "live", "stale", "paused", "ended", "failed"]),
    detail: z.string(),
    lastAt: z.number().nullable(),
  }),
  queueDepth: z.int(),
  queueCapacity: z.int(),
  backPressure: z.int(),
  ticksPerSecond: z.number(),
  /** How far the desk's clock is from a clock outside; unknown where nobody is asked or nobody answers, which is not good. */
  clock: z.strictObject({
    state: z.enum(["unknown", "good", "drifting"]),
    detail: z.string(),
    /** Milliseconds that must be added to the desk's clock; `null`: unknown. */
    offsetMs: z.number().nullable(),
  }),
  journal: JournalHealthView,
});
export type DeskHealth = z.infer<typeof DeskHealth>;

export const deskContract = {
  getDesk: request({ role: "viewer", input: z.strictObject({}), output: DeskInfo }),
  ping: request({
    role: "viewer",
    input: z.strictObject({ sentAt: z.number() }),
    output: z.strictObject({ sentAt: z.number() }),
  }),
  deskHealth: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: DeskHealth,
    mode: "latest",
    key: () => "desk",
  }),
};
