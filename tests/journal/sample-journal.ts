import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenJournalOptions, openJournal } from "../../main/adapters/journal-sqlite/open-journal.ts";
import { sessionSecrets } from "../../main/adapters/secrets-session/session-secrets.ts";
import type { Clock } from "../../main/ports/clock.ts";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";

export const machineClock: Clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
export const testBuild = { version: "0.0.0", gitSha: "unknown", buildHash: "unknown", configHash: "unknown" };

/** A profile folder that is gone after `use`. */
export async function withProfile<T>(use: (profileDir: string) => Promise<T> | T): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-journal-"));
  try {
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export function openTestJournal(
  profileDir: string,
  options: Partial<OpenJournalOptions> = {},
): ReturnType<typeof openJournal> {
  return openJournal({ profileDir, secrets: sessionSecrets(), clock: machineClock, build: testBuild, ...options });
}

/** The n-th of a stream of events that look like orders: three events per order, one trace each. */
export function sampleEvent(n: number): NewJournalEvent {
  const order = Math.floor(n / 3);
  const type = (["order.intended", "risk.judged", "order.submitted"] as const)[n % 3] ?? "order.intended";
  return {
    type,
    at: 1_700_000_000_000 + n,
    actor: { kind: "person", id: "desk" },
    trace: `t-${order}`,
    cause: null,
    data: { orderId: `o-${order}`, size: "0.01", price: `${40_000 + (n % 100)}.5` },
  };
}
