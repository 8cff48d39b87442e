import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalSteps } from "../../main/adapters/journal-sqlite/journal-step.ts";
import { openTestJournal } from "../journal/sample-journal.ts";
import type { CrashOrder } from "./crash-order.ts";
import { examine } from "./examine.ts";
import { fileKeychain } from "./file-keychain.ts";
import { seeded } from "./seeded.ts";
import { Victim } from "./victims.ts";

/** What came of all runs. */
export interface CrashTally {
  kills: number;
  /** Events a victim had said were durable, over all runs. */
  acknowledged: number;
  /** Of those, the ones that were gone. */
  lost: number;
  brokenChains: number;
  /** Events on disk that nobody had been told of yet. */
  recovered: number;
  readonly atStep: Record<string, number>;
  readonly problems: string[];
}

export interface CrashOptions {
  readonly runs: number;
  readonly seed: number;
  /** How many are killed side by side. */
  readonly lanes?: number;
  readonly onRun?: (tally: CrashTally) => void;
}

/** A journal is reopened by the next victim; a fresh one now and then also kills the making of a journal. */
const killsPerProfile = 8;
/** Most steps come often; dying at a later one is dying with more behind one. */
const repeated = /^(insert|rows|commit|checkpoint)/;

/** After its last kill a journal is opened by this process, closed, and checked once more: now all of it is signed. */
async function reopen(profileDir: string): Promise<{ readonly problems: readonly string[] }> {
  const journal = await openTestJournal(profileDir, { secrets: fileKeychain(profileDir) });
  const { fork, signing } = journal.health();
  await journal.close();
  const { broken } = examine(profileDir, true);
  if (signing.storage !== "keychain") return { problems: [...broken, "journal: its key was lost"] };
  return { problems: fork ? [...broken, `journal: taken for a fork of itself at ${fork.size}`] : broken };
}

async function lane(
  profiles: () => number | null,
  { seed }: CrashOptions,
  tally: CrashTally,
  told: () => void,
): Promise<void> {
  let victim = new Victim();
  try {
    for (let first = profiles(); first !== null; first = profiles()) {
      const profileDir = mkdtempSync(join(tmpdir(), "proofdesk-crash-"));
      let leaves: readonly string[] = [];
      try {
        for (let run = first; run < first + killsPerProfile; run++) {
          const next = seeded(seed * 1_000_003 + run);
          const step = journalSteps[(run >> 1) % journalSteps.length] ?? "committed";
          const at = run % 2 === 0 ? (`${step}:${repeated.test(step) ? 1 + next(12) : 1}` as const) : null;
          const order: CrashOrder = { profileDir, seed: seed * 7919 + run, at };
          const fromStart = run === first || next(4) === 0;
          const outside = { from: fromStart ? "start" : "ack", afterMs: next(fromStart ? 150 : 40) } as const;
          const doomed = victim;
          const death = doomed.end(order, at === null ? outside : null);
          victim = new Victim();
          const { acknowledged, reached } = await death;
          const remains = examine(profileDir);
          // What was there before a run was acknowledged by being there.
          const promised = Math.max(acknowledged + 1, leaves.length);
          tally.kills += 1;
          tally.acknowledged += Math.max(0, acknowledged + 1 - leaves.length);
          tally.lost += Math.max(0, promised - remains.events);
          tally.recovered += Math.max(0, remains.events - promised);
          tally.atStep[reached ?? "anywhere"] = (tally.atStep[reached ?? "anywhere"] ?? 0) + 1;
          const kept = leaves.every((leaf, seq) => remains.leaves[seq] === leaf);
          const problems = [...remains.broken, ...(kept ? [] : ["journal: events of an earlier run were changed"])];
          if (problems.length > 0) tally.brokenChains += 1;
          if (problems.length > 0 || remains.events < promised) {
            tally.problems.push(
              `run ${run} (${at ?? "anywhere"}): ${promised} promised, ${remains.events} there; ${problems.join("; ")}`,
            );
          }
          ({ leaves } = remains);
          told();
        }
        const { problems } = await reopen(profileDir);
        if (problems.length > 0) tally.brokenChains += 1;
        tally.problems.push(...problems);
      } finally {
        rmSync(profileDir, { recursive: true, force: true });
      }
    }
  } finally {
    victim.dismiss();
  }
}

/** Kills processes that record, at every named step and at random moments, and examines what each leaves behind. */
export async function crashRuns(options: CrashOptions): Promise<CrashTally> {
  const tally: CrashTally = {
    kills: 0,
    acknowledged: 0,
    lost: 0,
    brokenChains: 0,
    recovered: 0,
    atStep: {},
    problems: [],
  };
  let given = 0;
  const profiles = (): number | null => {
    if (given >= options.runs) return null;
    const first = given;
    given += killsPerProfile;
    return first;
  };
  const told = (): void => options.onRun?.(tally);
  await Promise.all(Array.from({ length: options.lanes ?? 2 }, () => lane(profiles, options, tally, told)));
  return tally;
}
