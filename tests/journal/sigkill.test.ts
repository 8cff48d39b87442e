import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { wholeBundleOf } from "../../main/adapters/proof-node/proof-record.ts";
import { verifyComposed } from "../../main/audit/verifier/verify-bundle.ts";
import { openTestJournal, sampleEvent, withProfile } from "./sample-journal.ts";

const kills = Number(process.env.PROOFDESK_KILLS ?? 20);
/** Journals are reopened by the next victim; a fresh profile now and then also kills the making of a journal. */
const killsPerProfile = 8;

/** Starts a process that records, kills it `afterMs` after its first sign of life (or of its start), and says what it had confirmed. */
function killOne(profileDir: string, seed: number, afterMs: number, fromStart: boolean): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "append-forever.ts"), profileDir, String(seed)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let confirmed = "";
  let complaint = "";
  return new Promise((resolve, reject) => {
    const strike = (): void => {
      setTimeout(() => child.kill("SIGKILL"), afterMs);
    };
    if (fromStart) strike();
    else child.stdout.once("data", strike);
    child.stdout.on("data", (chunk: Buffer) => {
      confirmed += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.on("close", (_code, signal) => {
      const whole = confirmed.slice(0, confirmed.lastIndexOf("\n") + 1);
      if (signal === "SIGKILL") resolve(Number(whole.trim().split("\n").at(-1) || -1));
      else reject(new Error(`the process ended by itself: ${complaint}`));
    });
  });
}

test(`after ${kills} SIGKILLs every confirmed event is there, the chain verifies, and the journal goes on`, {
  timeout: 60_000 + kills * 5000,
}, async () => {
  let recovered = 0;
  for (let done = 0; done < kills; ) {
    await withProfile(async (profileDir) => {
      for (let turn = 0; turn < killsPerProfile && done < kills; turn++, done++) {
        const fromStart = turn === 0;
        const afterMs = (done * 7919) % (fromStart ? 400 : 60);
        const confirmed = await killOne(profileDir, done + 1, afterMs, fromStart);
        const journal = await openTestJournal(profileDir);
        const texts = [...journal.read()].map(({ text }) => JSON.parse(text) as { seq: number; type: string });
        expect(texts.map(({ seq }) => seq)).toEqual(texts.map((_, seq) => seq));
        expect(texts.length).toBeGreaterThan(confirmed);
        recovered += texts.filter(({ type }) => type === "session.recovered").length;
        await journal.durable(journal.append(sampleEvent(0)));
        await journal.checkpoint("export.created");
        const { origin, events } = journal.health();
        const report = verifyComposed(nodePrimitives, wholeBundleOf(journal, origin, events));
        expect(report.levels.integrity.filter(({ outcome }) => outcome === "fail")).toEqual([]);
        await journal.close();
      }
    });
  }
  expect(recovered).toBeGreaterThan(0);
});
