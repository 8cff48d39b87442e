import { Decimal } from "decimal.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DecimalText } from "./decimal-text.ts";
import { decimalsOf, divideHalfEven, floorTo, formatFixed, parseFixed, rescale, tenTo, toNumber } from "./fixed.ts";

const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_EVEN });
const digits = fc.integer({ min: 0, max: 24 });
const units = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const text = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.option(fc.stringMatching(/^\d{1,30}$/)))
  .map(([negative, whole, fraction]) => `${negative ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`);

test("what is written is read back to the same units, and is decimal text", () => {
  fc.assert(
    fc.property(fc.oneof(units, fc.bigInt({ min: -100n, max: 100n })), digits, (value, scale) => {
      const written = formatFixed(value, scale);
      expect(DecimalText.safeParse(written).success).toBe(true);
      expect(written).not.toMatch(/\.\d*0$/);
      expect(parseFixed(written, scale)).toBe(value);
      expect(written).toBe(new Exact(value.toString()).div(new Exact(10).pow(scale)).toFixed());
    }),
  );
});

test("any decimal text is read as decimal.js reads it, or refused for its decimals", () => {
  fc.assert(
    fc.property(text, digits, (decimal, scale) => {
      const exact = new Exact(decimal).mul(new Exact(10).pow(scale));
      if (!exact.isInteger()) expect(() => parseFixed(decimal, scale)).toThrow(/more than \d+ decimals/);
      else expect(parseFixed(decimal, scale)).toBe(BigInt(exact.toFixed()));
      expect(decimalsOf(decimal)).toBe(new Exact(decimal).decimalPlaces());
    }),
    { numRuns: 500 },
  );
});

test.each(["", "-", ".", "1.", ".5", "+1", "1e3", "1,5", " 1", "1 ", "--1", "1.2.3", "0x1", "NaN", "1-", "٣"])(
  "%j is not a decimal number",
  (nonsense) => {
    expect(() => parseFixed(nonsense, 8)).toThrow(/is not a decimal number/);
  },
);

test.each([
  ["1.10", 1, 11n],
  ["-0.50", 1, -5n],
  ["0.000", 0, 0n],
  ["-0", 2, 0n],
  ["000000000000000000001.5", 1, 15n],
  ["999999999999999", 0, 999_999_999_999_999n],
  ["9007199254740993", 0, 9_007_199_254_740_993n],
  ["4294967296.5", 4, 42_949_672_965_000n],
  ["0.1234567890123456", 16, 1_234_567_890_123_456n],
])("%s with %i decimals is %s units, also where a double would count no further", (decimal, scale, expected) => {
  expect(parseFixed(decimal, scale)).toBe(expected);
});

test("division rounds half to even, as decimal.js does", () => {
  fc.assert(
    fc.property(units, fc.oneof(units, fc.bigInt({ min: -20n, max: 20n })), (n, d) => {
      fc.pre(d !== 0n);
      const exact = new Exact(n.toString()).div(d.toString());
      expect(divideHalfEven(n, d)).toBe(BigInt(exact.toDecimalPlaces(0).toFixed()));
    }),
  );
  expect([5n, 15n, 25n, -5n, -15n].map((n) => divideHalfEven(n, 10n))).toEqual([0n, 2n, 2n, 0n, -2n]);
});

test("a change of scale keeps the value, rounded where digits are lost", () => {
  expect(rescale(125n, 2, 4)).toBe(12_500n);
  expect(rescale(125n, 2, 1)).toBe(12n);
  expect(rescale(135n, 2, 1)).toBe(14n);
});

test("a value as a double is the double that its text reads as", () => {
  const small = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });
  const round = small.map((it) => it * 10n ** 12n);
  fc.assert(
    fc.property(fc.oneof(units, small, round), digits, (value, scale) => {
      expect(toNumber(value, scale)).toBe(Number(formatFixed(value, scale)));
    }),
    { numRuns: 5000 },
  );
});

test("small tools", () => {
  expect(floorTo(17n, 5n)).toBe(15n);
  expect(toNumber(-12_345n, 2)).toBe(-123.45);
  expect(toNumber(0n, 24)).toBe(0);
  expect(tenTo(30)).toBe(10n ** 30n);
});
