import { expect, test } from "vitest";
import { nodeVersionProblem } from "./node-version.ts";

test("a Node that would crash in SQLite is refused with the way out", () => {
  expect(nodeVersionProblem("20.20.2")).toMatch(/^NODE-TOO-OLD: this is Node 20\.20\.2[\s\S]*npm run -s proofdesk/);
  expect(nodeVersionProblem("9.11.2")).not.toBeNull();
});

test("Node 22 and newer are let through", () => {
  expect(nodeVersionProblem("22.18.0")).toBeNull();
  expect(nodeVersionProblem("24.21.0")).toBeNull();
});
