import { expect, test } from "vitest";
import { honestWords, reliance, unreadableWords } from "./honest-words.ts";

const finding = (level: "integrity" | "time" | "completeness", outcome: string) => ({ level, outcome });
const holds = finding("integrity", "pass");

test("a record in which nothing fails shows what the words say, notes or not", () => {
  expect(reliance([holds, finding("time", "note")])).toEqual(honestWords);
});

test("what is shown of the events is true of a part as well, whose checkpoints cover more than it holds", () => {
  expect(honestWords[0]).toContain("complete from the first to the last of them");
  expect(honestWords.join(" ")).not.toContain("to the last checkpoint");
});

test("a failed check of integrity takes back that the events are those that were signed", () => {
  const words = reliance([holds, finding("integrity", "fail")]).join(" ");
  expect(words).toContain("shows nothing that can be relied on");
  for (const sentence of honestWords) expect(words).not.toContain(sentence);
});

test("a failed check of time or completeness is said beside what integrity shows", () => {
  expect(reliance([holds, finding("time", "fail")])).toEqual([...honestWords, expect.stringContaining("times")]);
  expect(reliance([holds, finding("completeness", "fail")]).at(-1)).toContain("missing or wrong");
});

test("without a check of integrity nothing is shown", () => {
  expect(reliance([])).toEqual(unreadableWords);
});
