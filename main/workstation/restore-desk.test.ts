import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toRfc3339 } from "../../shared/model/time.ts";
import { person } from "../../tests/fixtures/engine-rig.ts";
import { appliedPreset } from "../../tests/fixtures/firm-rig.ts";
import { deskOn, recordBasis, trade } from "../../tests/fixtures/long-record.ts";
import { memoryKeychain } from "../../tests/fixtures/memory-keychain.ts";
import { presetOf } from "../../tests/fixtures/prop-firm-presets.ts";
import { machineClock, openTestJournal, withProfile } from "../../tests/journal/sample-journal.ts";
import { writeSnapshot } from "../adapters/journal-sqlite/snapshot-file.ts";
import type { KeepsSnapshots } from "../adapters/journal-sqlite/sqlite-journal.ts";
import type { Journal } from "../ports/journal.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import { createLog } from "../telemetry/log.ts";
import { type MemoryBasis, memorySchema } from "./desk-memory.ts";
import { keepRestored } from "./keep-restored.ts";
import { openMemory, type Restored, restoreDesk } from "./restore-desk.ts";

type Kept = Journal & KeepsSnapshots;

function start(
  journal: Kept,
  basis = recordBasis,
  now = Date.now(),
): Restored & { readonly known: NonNullable<Restored["known"]> } {
  const memory = openMemory(journal, journal.snapshots);
  const restored = restoreDesk(journal, deskOn(journal), { memory, basis, now });
  return restored as Restored & { readonly known: NonNullable<Restored["known"]> };
}

interface Keeping {
  readonly trades?: number;
  readonly basis?: MemoryBasis;
  readonly now?: number;
  readonly clock?: typeof machineClock;
}

/** Opens the record, lets the desk's keeper write what it comes to, and closes it as a desk does. */
async function keep(
  profileDir: string,
  secrets: SecretStore,
  { trades = 0, basis, now, clock = machineClock }: Keeping = {},
): Promise<void> {
  const journal = await openTestJournal(profileDir, { secrets, clock });
  const log = createLog({ dir: join(profileDir, "logs"), level: "info" });
  const keeper = keepRestored(journal, basis ?? recordBasis, start(journal, basis, now), log);
  if (trades > 0) await trade(journal, journal.durableSeq + trades);
  await journal.close();
  await keeper.close(journal.durableSeq);
  await log.close();
}

/** A record of some thousand events with a snapshot near its end, and a desk's view of it. */
async function withRecord(use: (open: () => Promise<Kept>, profileDir: string) => Promise<void>): Promise<void> {
  await withProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    const open = (): Promise<Kept> => openTestJournal(profileDir, { secrets });
    const journal = await open();
    await trade(journal, 2500);
    await journal.close();
    await keep(profileDir, secrets);
    await use(open, profileDir);
  });
}

const snapshot = (profileDir: string): string => join(profileDir, "state.snapshot");

test("a desk that closes leaves a snapshot, and the next one reads the few events after it to know the same", async () => {
  await withRecord(async (open, profileDir) => {
    const journal = await open();
    const short = start(journal);
    expect(short.snapshotSeq).toBeGreaterThan(2400);
    expect(short.replayed).toBeLessThan(20);
    writeFileSync(snapshot(profileDir), "");
    const full = start(journal);
    expect(full).toMatchObject({ snapshotSeq: null, ignored: "its header is damaged" });
    expect(short.known.memory).toEqual(full.known.memory);
    await journal.close();
  });
});

test("a snapshot does not grow with the record", async () => {
  await withProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    const sizes: number[] = [];
    for (let round = 0; round < 3; round++) {
      await keep(profileDir, secrets, { trades: 7000 });
      sizes.push(readFileSync(snapshot(profileDir)).length);
    }
    expect(sizes[2]).toBeLessThan((sizes[1] ?? 0) * 1.25);
  });
}, 60_000);

test("a snapshot that is damaged, forged, newer, of another desk or ahead of the record is ignored, and why is told", async () => {
  await withRecord(async (open, profileDir) => {
    const whole = readFileSync(snapshot(profileDir));
    const journal = await open();
    const ignored = (bytes: Buffer | string): string | null => {
      writeFileSync(snapshot(profileDir), bytes);
      const { snapshotSeq, ignored: why, known } = start(journal);
      expect(snapshotSeq).toBeNull();
      expect(known.memory.engine.ledger.positions.length).toBe(2);
      return why;
    };
    const line = whole.indexOf(10);
    const header = JSON.parse(whole.subarray(0, line).toString()) as Record<string, unknown>;
    const body = whole.subarray(line + 1);
    const with_ = (change: Record<string, unknown>, bytes = body): Buffer =>
      Buffer.concat([Buffer.from(`${JSON.stringify({ ...header, ...change })}\n`), bytes]);
    const flipped = Buffer.from(body);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    expect(ignored("no header")).toBe("its header is damaged");
    expect(ignored(with_({}, flipped))).toBe("its bytes are damaged");
    expect(ignored(with_({}, body.subarray(0, -1)))).toBe("its bytes are damaged");
    expect(ignored(with_({ seq: 3 }))).toBe("its mac is false");
    expect(ignored(with_({ mac: null, macVersion: null }))).toBe("it carries no mac of a key that this desk keeps");
    expect(ignored(with_({ schema: memorySchema + 1 }))).toContain("this desk reads");
    expect(ignored(with_({ origin: "proofdesk/other" }))).toBe("it is of another journal");
    const { place } = journal.snapshots;
    writeSnapshot(place, { schema: memorySchema, seq: 99_999, leaf: "0".repeat(64), state: {} });
    expect(start(journal).ignored).toBe("the journal has another event 99999, or none");
    writeSnapshot(place, { schema: memorySchema, seq: 5, leaf: "0".repeat(64), state: {} });
    expect(start(journal).ignored).toBe("the journal has another event 5, or none");
    writeFileSync(snapshot(profileDir), whole);
    expect(start(journal).ignored).toBeNull();
    expect(start(journal, { ...recordBasis, writtenBy: "another program" }).ignored).toContain("are others");
    const finer = new Map([[recordBasis.instruments[0]?.id ?? "", { price: 4, size: 3 }]]);
    expect(start(journal, { ...recordBasis, earlierDigits: finer }).ignored).toContain("are others");
    expect(start(journal, { ...recordBasis, earlierDigits: new Map() }).ignored).toBeNull();
    expect(start(journal, recordBasis, 1_600_000_000_000)).toMatchObject({
      ignored: "the record's times are ahead of the clock",
      known: null,
    });
    await journal.close();
  });
}, 60_000);

test("a desk under a firm's preset knows from a snapshot what its whole record says", async () => {
  await withProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    const journal = await openTestJournal(profileDir, { secrets });
    await trade(journal, 3000, ({ firm }) => {
      firm.apply(appliedPreset(presetOf("ftmo.2step.challenge.100k")), 1_700_000_000_000, person);
    });
    await journal.close();
    await keep(profileDir, secrets);
    const again = await openTestJournal(profileDir, { secrets });
    const short = start(again);
    expect(short.snapshotSeq).toBeGreaterThan(2900);
    expect(short.known.memory.firm.record.guard).toMatchObject({ presetId: "ftmo.2step.challenge.100k", traded: true });
    writeFileSync(snapshot(profileDir), "");
    expect(short.known.memory).toEqual(start(again).known.memory);
    await again.close();
  });
});

test("a desk that plays a recorded market from its begin again knows from a snapshot what its whole record says", async () => {
  await withProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    const playedFrom = "2023-11-14T22:14:00.000Z";
    const basis = { ...recordBasis, playedFrom };
    const now = Date.parse(playedFrom);
    const journal = await openTestJournal(profileDir, { secrets });
    await trade(journal, 3000);
    await journal.close();
    await keep(profileDir, secrets, { basis, now });
    const again = await openTestJournal(profileDir, { secrets });
    const short = start(again, basis, now);
    expect(short.snapshotSeq).toBeGreaterThan(2900);
    expect(short.known.memory.engine.plain.lastEventAt).toBe(now);
    expect(start(again, { ...basis, playedFrom: "2023-11-14T22:13:00.000Z" }, now).ignored).toContain("are others");
    writeFileSync(snapshot(profileDir), "");
    expect(short.known.memory).toEqual(start(again, basis, now).known.memory);
    await again.close();
  });
});

const tradedFrom = 1_700_000_000_000;
const dayMs = 86_400_000;
test.each([
  ["a market that is the machine's", null, tradedFrom + dayMs / 2, 0],
  ["a recorded market that is played again", tradedFrom + 40_000, Date.now(), 0],
  ["a recorded market that is ahead of the machine's clock", tradedFrom + 40_000, tradedFrom - dayMs, 0],
  ["a market that follows another", null, tradedFrom + dayMs / 2, 1500],
])(
  "from a snapshot a breaker counts the orders of the whole record, at the same times, on %s",
  async (_, from, openedAt, earlier) => {
    await withProfile(async (profileDir) => {
      const secrets = memoryKeychain();
      const clock = { ...machineClock, now: () => openedAt };
      const open = (): Promise<Kept> => openTestJournal(profileDir, { secrets, clock });
      const journal = await open();
      await trade(journal, 2500);
      const isBetweenOrders = ({ text }: { readonly text: string }): boolean => text.includes('"heartbeat.restored"');
      const since = earlier && ([...journal.read({ from: earlier })].find(isBetweenOrders)?.seq ?? 0) + 1;
      await journal.close();
      await (await open()).close();
      const basis = { ...recordBasis, since, playedFrom: from === null ? null : toRfc3339(from) };
      const now = from ?? openedAt;
      await keep(profileDir, secrets, { basis, now, clock });
      const again = await open();
      const short = start(again, basis, now);
      expect(short.snapshotSeq).toBeGreaterThan(2400);
      writeFileSync(snapshot(profileDir), "");
      const whole = start(again, basis, now);
      expect(whole.snapshotSeq).toBeNull();
      const { orderTimes } = whole.known.memory.engine;
      expect(orderTimes["order-rate"].length).toBeGreaterThan(100);
      expect(short.known.memory.engine.orderTimes).toEqual(orderTimes);
      await again.close();
    });
  },
);

test("a snapshot that is laid out in another way is ignored with the reason, and the whole record is read", async () => {
  await withRecord(async (open) => {
    const journal = await open();
    const strange = { read: () => ({ state: { record: { digits: 7 } }, seq: 2000 }) };
    const memory = openMemory(journal, strange as unknown as Kept["snapshots"]);
    expect(memory).toMatchObject({ kept: null, ignored: expect.stringContaining("not laid out"), tail: null });
    expect(memory.tip).toBe(journal.durableSeq);
    await journal.close();
  });
});
