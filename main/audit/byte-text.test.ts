import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, sameBytes, toBase64, toHex } from "./byte-text.ts";

test("bytes as text are what the platform writes, and read back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});

test.each([3071, 3072, 3073, 10_000])("%d bytes are one text too", (length) => {
  const bytes = Uint8Array.from({ length }, (_, n) => n * 7);
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
});

test("any text that decodes is the one text of its bytes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string()), (text) => {
      const bytes = fromBase64(text);
      if (bytes) expect(toBase64(bytes)).toBe(text);
    }),
  );
});

test.each(["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA A", "AA-_", "AAAA\n", "é==="])("%j is no base64", (text) => {
  expect(fromBase64(text)).toBeNull();
});

test("bytes are the same only in length and content", () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
});
