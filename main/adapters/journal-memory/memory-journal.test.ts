import { expect, test } from "vitest";
import { machineClock, sampleEvent, testBuild } from "../../../tests/journal/sample-journal.ts";
import { verifyComposed } from "../../audit/verifier/verify-bundle.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { wholeBundleOf } from "../proof-node/proof-record.ts";
import { openMemoryJournal } from "./memory-journal.ts";

test("a journal in memory keeps the same bytes, chain and checkpoints: its bundle verifies", async () => {
  const journal = await openMemoryJournal({ clock: machineClock, build: testBuild });
  const heard: number[] = [];
  const stop = journal.onDurable((seq) => heard.push(seq));
  for (let n = 0; n < 300; n++) journal.append(sampleEvent(n));
  expect(journal.health()).toMatchObject({ pending: 300, durableSeq: 1 });
  await journal.durable(301);
  stop();
  expect(heard).toEqual([301]);
  expect(journal.readOrder("o-7").map(({ seq }) => seq)).toEqual([23, 24, 25]);
  expect(journal.readTrace("t-7")).toEqual(journal.readOrder("o-7"));
  expect(journal.readOrder("nobody")).toEqual([]);
  expect([...journal.read({ from: 5, to: 6 })].map(({ seq }) => seq)).toEqual([5, 6]);
  await journal.checkpoint("export.created");
  await journal.checkpoint("export.created");
  expect(journal.readCheckpoints().map(({ size }) => size)).toEqual([2, 258, 302]);
  journal.onFailure(() => undefined)();
  await journal.close();
  await journal.close();
  expect(journal.health().state).toBe("closed");
  expect(() => journal.append(sampleEvent(0))).toThrow("closed");
  const { origin, events } = journal.health();
  expect(verifyComposed(nodePrimitives, wholeBundleOf(journal, origin, events)).exitCode).toBe(0);
});

test("with a seed, ids and a clock given, the bytes are the same every time", async () => {
  const run = async (): Promise<string[]> => {
    const clock = { now: () => 1_700_000_000_000, mono: () => 1n };
    const ids = { seed: new Uint8Array(32), journalId: "j", session: "s" };
    const journal = await openMemoryJournal({ clock, build: testBuild, ...ids });
    await journal.durable(journal.append(sampleEvent(0)));
    return [...[...journal.read()].map(({ text }) => text), ...journal.readCheckpoints().map(({ note }) => note)];
  };
  expect(await run()).toEqual(await run());
});
