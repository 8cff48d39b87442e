import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { btc } from "../../tests/fixtures/engine-rig.ts";
import { exitSlices } from "./exit-slices.ts";
import { scaleOf } from "./instrument-scale.ts";

const scale = (change: object) => scaleOf({ ...btc, sizeIncrement: "0.1", ...change }, 0);

describe("an exit", () => {
  it.each<[string, bigint, object, bigint[]]>([
    ["is one order where the instrument has no largest size", 250n, {}, [250n]],
    ["is none where nothing is held", 0n, { maxSize: "10" }, []],
    ["is one order up to it", 100n, { maxSize: "10" }, [100n]],
    ["is as many as it takes above it", 250n, { maxSize: "10" }, [100n, 100n, 50n]],
    ["keeps to whole increments below it", 250n, { maxSize: "9.99", sizeIncrement: "0.5" }, [95n, 95n, 60n]],
    ["leaves no rest that is too small for an order", 205n, { maxSize: "10", minSize: "2" }, [100n, 85n, 20n]],
    ["leaves one where no other cut would do", 205n, { maxSize: "10", minSize: "6" }, [100n, 100n, 5n]],
    ["is one order where the largest size is below an increment", 20n, { maxSize: "0.01" }, [20n]],
  ])("%s", (_, size, change, slices) => {
    expect(exitSlices(size, scale(change))).toEqual(slices);
  });

  it("leaves for later what is no whole increment, until it is all that is held", () => {
    const coarse = { ...scale({ maxSize: "10", sizeIncrement: "0.01" }), sizeStep: 10n };
    expect(exitSlices(2004n, coarse)).toEqual([1000n, 1000n]);
    expect(exitSlices(4n, coarse)).toEqual([4n]);
  });

  it("never asks for more than is held, and for no more than 64 orders at once", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 100_000n }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 50 }),
        (size, max, min) => {
          const it = scale({ maxSize: `${max}`, minSize: `${min}` });
          const slices = exitSlices(size, it);
          const sum = slices.reduce((all, slice) => all + slice, 0n);
          expect(slices.every((slice) => slice > 0n && slice <= BigInt(max) * 10n)).toBe(true);
          if (slices.length < 64) expect(sum).toBe(size);
          else expect(sum).toBeLessThanOrEqual(size);
          if (max >= 2 * min && size >= BigInt(min) * 10n && slices.length < 64) {
            expect(slices.every((slice) => slice >= BigInt(min) * 10n)).toBe(true);
          }
        },
      ),
    );
  });
});
