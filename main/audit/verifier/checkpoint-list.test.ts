import { expect, test } from "vitest";
import { forge, origin } from "../../../tests/journal/forged-bundle.ts";
import { toBase64 } from "../byte-text.ts";
import { parseCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import { CheckpointList } from "./checkpoint-list.ts";

const parsed = (note: string): SignedCheckpoint => parseCheckpoint(note) as SignedCheckpoint;
const text = (name: string, size: number) => `${name}\n${size}\n${toBase64(new Uint8Array(32).fill(size % 256))}\n\n`;
const signed = (name: string, bytes: number) => `— ${name} ${toBase64(new Uint8Array(bytes).fill(255))}\n`;

const { checkpoints: genuine } = forge();
const notes = [
  ...genuine,
  text(origin, 2000) + signed(origin, 68),
  text(origin, 9) + signed(origin, 68) + signed("witness.example", 76),
  text("another/journal", 10) + signed("another/journal", 68),
  text(origin, 11) + signed("witness.example", 68),
  text(origin, 12) + signed(origin, 5),
  "no note",
  text(origin, 9) + signed(origin, 68),
];
const good = notes.filter((note) => note !== "no note");

test("checkpoints come out of a list as they went in, whoever signed them, and malformed ones are told", () => {
  const list = new CheckpointList(origin, notes);
  expect(list.sizes.map((_, place) => list.at(place))).toEqual(good.map(parsed));
  expect(list.sizes).toEqual(good.map((note) => parsed(note).size));
  for (const [place, note] of good.entries()) expect(list.root(place)).toEqual(parsed(note).root);
  expect([list.notes, list.malformed]).toEqual([notes.length, ["the note does not end with a newline"]]);
});

test("a list finds the last of several checkpoints of one size, and its places by size", () => {
  const list = new CheckpointList(origin, notes);
  expect(list.placeOf(9)).toBe(good.length - 1);
  expect(list.placeOf(13)).toBeUndefined();
  const ascending = Array.from(list.ascending(), (place) => list.sizes[place] as number);
  expect(ascending).toEqual(list.sizes.toSorted((a, b) => a - b));
  expect([...new CheckpointList(origin, []).ascending()]).toEqual([]);
});

test("many checkpoints lie where each is found again", () => {
  const many = Array.from({ length: 3000 }, (_, n) => text(origin, n + 1) + signed(origin, 68));
  const list = new CheckpointList(origin, many);
  for (const place of [0, 1023, 1024, 2048, 2999]) expect(list.at(place)).toEqual(parsed(many[place] as string));
});
