import { expect, test } from "vitest";
import { z } from "zod";
import { Fault } from "../model/fault.ts";
import { describeIssues, failureOf, RpcFault, rpcFailure } from "./failure.ts";

test("a fault is recognised by its fields, anything else is not", () => {
  const fault = new Fault("JOURNAL-FULL", "storage", "The disk is full.", "Free some space.");
  const failure = {
    code: "JOURNAL-FULL",
    category: "storage",
    message: "The disk is full.",
    remedy: "Free some space.",
  };
  expect(failureOf(fault)).toEqual(failure);
  expect(failureOf(new RpcFault(failure))).toEqual(failure);
  expect(failureOf(Object.assign(new Error("no such file"), { code: "ENOENT" }))).toBeNull();
  expect(failureOf({ ...failure })).toBeNull();
  expect(failureOf("text")).toBeNull();
});

test("every failure of this room says what can be done", () => {
  const failure = rpcFailure("RPC-TIMEOUT", "placeOrder was not answered.");
  expect(failure).toMatchObject({ code: "RPC-TIMEOUT", category: "network" });
  expect(failure.remedy).toContain("Check the blotter");
});

test("problems are told with the way to the value, the first three of them", () => {
  const schema = z.strictObject({ order: z.strictObject({ size: z.number() }), list: z.array(z.string()) });
  const told = (value: unknown): string => describeIssues(schema.safeParse(value).error ?? new z.ZodError([]));
  expect(told({ order: { size: "1" }, list: [] })).toMatch(/^order, size: .*number/);
  expect(told({ order: { size: 1 }, list: [1, 2, 3, 4, 5] })).toMatch(
    /^list, 0: .*; list, 1: .*; list, 2: .*; and 2 more$/,
  );
  expect(told(7)).toMatch(/expected object/);
});
