import { expect, test } from "vitest";
import { machineClock, sampleEvent, testBuild } from "../../../tests/journal/sample-journal.ts";
import { fromBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint } from "../../audit/checkpoint.ts";
import { verifyConsistency } from "../../audit/merkle-proof.ts";
import { openMemoryJournal } from "../journal-memory/memory-journal.ts";
import { newestCheckpoint, readAnchor, recordAnchor } from "./anchors.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { prove, sealedEvents } from "./prove.ts";

const actor = { kind: "person", id: "tester" } as const;
const trusted = { authorities: [], witnesses: [{ url: "http://127.0.0.1:1", key: "no key" }], firmMail: "" };
const any = { text: "", type: "", actor: "", from: null, to: null, before: null, limit: 10 };

async function journalOf(events: number) {
  const journal = await openMemoryJournal({ clock: machineClock, build: testBuild });
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.checkpoint("test");
  return journal;
}

test("events are searched and anchors are listed over a journal without a file, in place", async () => {
  const journal = await journalOf(60);
  const { note, checkpoint } = newestCheckpoint(journal.readCheckpoints());
  const receipt = Buffer.from(`From: risk@firm.example\n\n${note}`);
  const seq = await recordAnchor(journal, machineClock, actor, readAnchor(receipt, journal.readCheckpoints(), trusted));
  const anchors = await prove(journal, { kind: "anchors", from: 0, to: journal.durableSeq });
  expect(anchors).toMatchObject([{ seq, kind: "receipt", size: checkpoint.size, by: "risk@firm.example" }]);
  const events = journal.durableSeq + 1;
  const found = await prove(journal, { kind: "search", query: { ...any, text: "o-7" }, events });
  expect(found.events).toHaveLength(3);
  expect(found.next).toBeNull();
});

test("the proof that a journal only grew is the one its checkpoints ask for", async () => {
  const journal = await journalOf(20);
  const [older] = journal
    .readCheckpoints()
    .slice(-1)
    .map(({ note }) => parseCheckpoint(note));
  for (let n = 20; n < 45; n++) journal.append(sampleEvent(n));
  await journal.checkpoint("test");
  const newer = newestCheckpoint(journal.readCheckpoints()).checkpoint;
  if (typeof older !== "object") throw new Error("there is no older checkpoint");
  const texts = await prove(journal, { kind: "consistency", from: older.size, to: newer.size });
  const proof = texts.map((text) => fromBase64(text) ?? new Uint8Array(0));
  const sizes = [older.size, newer.size] as const;
  expect(verifyConsistency(nodePrimitives.sha256, ...sizes, proof, older.root, newer.root)).toBe(true);
  expect(verifyConsistency(nodePrimitives.sha256, ...sizes, proof, newer.root, older.root)).toBe(false);
});

test("a check tells how far it is, and passes over a witness whose key cannot be read", async () => {
  const journal = await journalOf(30);
  const parts: number[] = [];
  const task = { kind: "check", origin: journal.health().origin, events: sealedEvents(journal), trusted } as const;
  const report = await prove(journal, task, (part) => parts.push(part));
  expect(report.exitCode).toBe(0);
  expect(parts[0]).toBe(0);
});
