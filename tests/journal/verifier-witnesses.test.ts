import { expect, test } from "vitest";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import { parseWitnessKey } from "../../main/audit/verifier/cosignature.ts";
import { noGivens } from "../../main/audit/verifier/givens.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import type { VerifyingKey } from "../../main/audit/verifying-key.ts";
import { anchored, codesOf, verify } from "./verifying.ts";

/** When the forged events say they happened, in seconds. */
const forgedAt = Date.parse("2026-01-31T12:00:00.000Z") / 1000;

interface Witness {
  readonly key: VerifyingKey;
  /** The line it puts under a checkpoint's text. */
  readonly line: (text: string, seconds: number) => string;
}

function witnessOf(name: string, seed: number): Witness {
  const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32).fill(seed));
  const typed = Buffer.concat([Uint8Array.of(4), publicKey]);
  const keyId = nodePrimitives.sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  const key = parseWitnessKey(nodePrimitives, `${name}+${toHex(keyId)}+${toBase64(typed)}`);
  if (!key) throw new Error("the witness has no key");
  const line = (text: string, seconds: number): string => {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(seconds));
    const signature = sign(Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}\n`));
    return `— ${name} ${Buffer.concat([keyId, stamp, signature]).toString("base64")}\n`;
  };
  return { key, line };
}

const one = witnessOf("witness.example/one", 5);
const two = witnessOf("witness.example/two", 6);

type Cosigned = readonly (readonly [Witness, number])[];

/** What is found of a bundle whose last events receive notes over its eight first, each cosigned by these at these times. */
function verdictsOn(notes: readonly Cosigned[], quorum = 0): VerificationReport {
  const bundle = anchored(([, checkpoint = ""]) => {
    const [text = ""] = checkpoint.split("\n\n");
    return notes.map((cosigned) => {
      const lines = cosigned.map(([witness, seconds]) => witness.line(text, seconds));
      const token = Buffer.from(`${text}\n\n${lines.join("")}`).toString("base64");
      return { kind: "cosignature", size: 8, token };
    });
  });
  return verify(bundle, undefined, { givens: { ...noGivens, witnesses: [one.key, two.key], quorum } });
}

test("every witness of one cosigned note vouches for the checkpoint, each once", () => {
  const soon = forgedAt + 60;
  const vouching = (...cosigned: Cosigned): VerificationReport => verdictsOn([cosigned], 2);
  const both = vouching([one, soon], [two, soon]);
  expect(codesOf(both)).toEqual([]);
  expect(both.levels.time.map(({ text }) => text)).toContain(
    "none of 1 anchors is false; 2 of whom the reader trusts made one",
  );
  expect(codesOf(vouching([one, soon], [one, soon + 1]))).toEqual(["V10"]);
});

test("the time of every witness of one note is held against the events, in whatever order they stand", () => {
  const late = [one, forgedAt + 60] as const;
  const early = [two, forgedAt - 3600] as const;
  expect(codesOf(verdictsOn([[late, early]]))).toEqual(["V12"]);
  expect(codesOf(verdictsOn([[early, late]]))).toEqual(["V12"]);
});

test("an anchor bounds the events behind its own arrival, not those behind another's of the same checkpoint", () => {
  const soon = [[one, forgedAt + 60]] as const;
  const later = [[two, forgedAt + 3600]] as const;
  expect(codesOf(verdictsOn([soon, later]))).toEqual([]);
  expect(codesOf(verdictsOn([later, soon]))).toEqual(["V12"]);
});
