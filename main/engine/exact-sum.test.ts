import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactSum } from "./exact-sum.ts";

const most = Number.MAX_SAFE_INTEGER;
const value = fc
  .oneof(fc.maxSafeInteger(), fc.integer({ min: most - 3, max: most }), fc.nat(9))
  .chain((it) => fc.constantFrom(it, -it));

test("a sum of safe integers is what bigints say, with and without one of its parts, however far it goes", () => {
  let far = 0;
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 12 }),
      fc.bigInt({ min: -9n, max: 10n ** 24n }),
      (values, by) => {
        const sum = new ExactSum();
        let exact = 0n;
        for (const each of values) {
          sum.add(each);
          exact += BigInt(each);
          expect(sum.times(by)).toBe(exact * by);
          expect(sum.times(by, each)).toBe((exact - BigInt(each)) * by);
          if (!Number.isSafeInteger(Number(exact))) far++;
        }
        for (const each of values) sum.add(-each);
        expect(sum.times(by)).toBe(0n);
      },
    ),
    { numRuns: 500 },
  );
  expect(far).toBeGreaterThan(100);
});
