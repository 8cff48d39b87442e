import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { fromHex } from "../../main/audit/byte-text.ts";
import type { Primitives } from "../../main/audit/primitives.ts";
import { browserPrimitives } from "../../main/verifier-page/browser-primitives.ts";

/** Project Wycheproof's signatures, as Debian's golang-github-cloudflare-circl-dev installs them. */
const file = "/usr/share/gocode/src/github.com/cloudflare/circl/sign/ed25519/testdata/wycheproof_Ed25519.json";

const Vectors = z.object({
  algorithm: z.literal("EDDSA"),
  numberOfTests: z.int(),
  testGroups: z.array(
    z.object({
      key: z.object({ pk: z.string() }),
      tests: z.array(
        z.object({
          tcId: z.int(),
          comment: z.string(),
          msg: z.string(),
          sig: z.string(),
          result: z.enum(["valid", "invalid"]),
        }),
      ),
    }),
  ),
});

const both: [where: string, primitives: Primitives][] = [
  ["Node", nodePrimitives],
  ["a browser", browserPrimitives],
];

const bytes = (hex: string): Uint8Array => {
  const read = fromHex(hex);
  if (read === null) throw new Error(`no hex: ${hex}`);
  return read;
};

test.skipIf(!existsSync(file)).each(both)(
  "Ed25519 in %s judges every signature of Wycheproof as it is meant",
  (_where, primitives) => {
    const vectors = Vectors.parse(JSON.parse(readFileSync(file, "utf8")));
    const results = { valid: 0, invalid: 0 };
    for (const { key, tests } of vectors.testGroups)
      for (const { tcId, comment, msg, sig, result } of tests) {
        results[result] += 1;
        const holds = primitives.verifyEd25519(bytes(key.pk), bytes(msg), bytes(sig));
        expect(holds, `${tcId}: ${comment}`).toBe(result === "valid");
      }
    expect(results.valid + results.invalid).toBe(vectors.numberOfTests);
    expect(Math.min(results.valid, results.invalid)).toBeGreaterThan(50);
  },
);
