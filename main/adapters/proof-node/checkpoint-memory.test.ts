import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { forge, origin } from "../../../tests/journal/forged-bundle.ts";
import { toBase64 } from "../../audit/byte-text.ts";
import { noGivens } from "../../audit/verifier/givens.ts";
import { Verification } from "../../audit/verifier/verification.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { type ProofRecord, wholeRecord } from "./proof-record.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

function held(): number {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const { events: texts } = forge();
const many = 50_000;
/** What a checkpoint may take while a record is checked: its note alone takes more. */
const bytesEach = 250;

/** A record with very many checkpoints, made when they are asked for. */
const record: ProofRecord = {
  *read() {
    for (const [seq, text] of texts.entries()) yield { seq, text };
  },
  readCheckpoints() {
    const root = toBase64(new Uint8Array(32).fill(7));
    const signature = toBase64(new Uint8Array(68).fill(7));
    return Array.from({ length: many }, (_, n) => {
      const size = Math.min(n + 1, texts.length);
      const note = Buffer.from(`${origin}\n${size}\n${root}\n\n— ${origin} ${signature}\n`).toString();
      return { size, note, at: 0 };
    });
  },
};

test("a check in place holds little of a checkpoint, so that a journal may have very many of them", () => {
  const before = held();
  const { head, notes, events } = wholeRecord(record, origin, texts.length);
  const premises = { primitives: nodePrimitives, head, events, proofs: 0, remembered: null, exported: false };
  const verification = new Verification({ ...premises, ...(notes && { notes }), givens: noGivens });
  expect((held() - before) / many).toBeLessThan(bytesEach);
  const { checkpoints, levels } = verification.conclude([]);
  expect(checkpoints).toBe(many);
  expect((held() - before) / many).toBeLessThan(bytesEach);
  // What was checked was there: none of these is signed.
  expect(levels.integrity.some(({ code, outcome }) => code === "V07" && outcome === "fail")).toBe(true);
});
