import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { leafMac } from "./leaf-mac.ts";

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("the mac of a leaf is HMAC-SHA-256 for every key and leaf", () => {
  fc.assert(
    fc.property(bytes32, fc.array(bytes32, { minLength: 1, maxLength: 4 }), (secret, leaves) => {
      const key = createSecretKey(secret);
      const mac = leafMac(key);
      // One function after the other leaf: what it keeps of one must not reach the next.
      for (const leaf of leaves) {
        expect(mac(Buffer.from(leaf))).toEqual(createHmac("sha256", key).update(leaf).digest());
      }
    }),
  );
});

test("a key of another length is refused", () => {
  expect(() => leafMac(createSecretKey(Buffer.alloc(31)))).toThrow("32 bytes");
});
