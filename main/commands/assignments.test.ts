import { expect, test } from "vitest";
import { readAssignments } from "./assignments.ts";

test("parameters are read as name and text, whatever the text holds", () => {
  expect(readAssignments(["fast=10", "sizing=equity:0.5", "note=a=b", "empty="])).toEqual({
    fast: "10",
    sizing: "equity:0.5",
    note: "a=b",
    empty: "",
  });
});

test("a name that objects inherit is a parameter like any other", () => {
  expect(Object.entries(readAssignments(["__proto__=1", "constructor=2"]))).toEqual([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

test.each([
  [["fast"], "write --set name=value"],
  [["=10"], "write --set name=value"],
  [["fast=1", "fast=2"], "keep one --set fast"],
])("%j is refused with the fix", (words, fix) => {
  expect(() => readAssignments(words)).toThrowError(expect.objectContaining({ fix: expect.stringContaining(fix) }));
});
