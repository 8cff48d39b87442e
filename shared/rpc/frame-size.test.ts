import { anything, assert, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { frameSize } from "./frame-size.ts";

test("a frame is never thought smaller than a third of its JSON text", () => {
  assert(
    property(jsonValue(), (value) => {
      expect(frameSize(value, Number.MAX_SAFE_INTEGER) * 3).toBeGreaterThanOrEqual(JSON.stringify(value).length);
    }),
  );
});

test("any value has a size", () => {
  assert(
    property(anything({ withMap: true, withSet: true, withTypedArray: true, withBigInt: true }), (value) => {
      expect(frameSize(value, 1_000_000)).toBeGreaterThan(0);
    }),
  );
});

test("what is over the limit is recognised without walking all of it", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic, { cyclic });
  expect(frameSize(cyclic, 10_000)).toBeGreaterThan(10_000);
  expect(frameSize(new Array(4_000_000_000), 10_000)).toBeGreaterThan(10_000);
  expect(frameSize(new Uint8Array(20_000), 10_000)).toBeGreaterThan(10_000);
  expect(frameSize(new ArrayBuffer(20_000), 10_000)).toBeGreaterThan(10_000);
  expect(frameSize({ ["k".repeat(6_000)]: 1 }, 10_000)).toBeGreaterThan(10_000);
  expect(frameSize(new Map([["k", "x".repeat(6_000)]]), 10_000)).toBeGreaterThan(10_000);
  expect(frameSize(new Set(["x".repeat(6_000)]), 10_000)).toBeGreaterThan(10_000);
});
