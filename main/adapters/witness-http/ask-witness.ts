import { parseCheckpoint } from "../../audit/checkpoint.ts";
import { cosignaturesOf } from "../../audit/verifier/cosignature.ts";
import type { VerifyingKey } from "../../audit/verifying-key.ts";
import { formatAddCheckpoint } from "../../audit/witness-protocol.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { keyUnknown, witnessRefused } from "./witness-fault.ts";

export interface WitnessRequest {
  /** The submission prefix; `/add-checkpoint` is put behind it. */
  readonly url: string;
  readonly witness: VerifyingKey;
  /** The newest checkpoint as a signed note. */
  readonly note: string;
  /** The size this witness cosigned last, as far as is known, 0 for none. */
  readonly old: number;
  /** Base64 hashes that the tree of the first `old` events is a prefix of the note's. */
  readonly prove: (old: number) => readonly string[] | Promise<readonly string[]>;
  readonly timeoutMs: number;
}

export interface CosignedNote {
  /** The note with the witness's line under it. */
  readonly note: string;
  /** When the witness saw it, UTC milliseconds. */
  readonly at: number;
}

const maxAnswerLength = 65_536;

async function post({ url, note, prove, timeoutMs }: WitnessRequest, old: number): Promise<Response> {
  const target = `${url.replace(/\/$/, "")}/add-checkpoint`;
  const proof = old === 0 ? [] : await prove(old);
  try {
    return await fetch(target, {
      method: "POST",
      body: formatAddCheckpoint({ old, proof, note }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
  } catch (error) {
    throw witnessRefused(url, (error as Error).message, error);
  }
}

/**
 * Asks a witness to cosign the newest checkpoint, and once more from the size it names where it remembers another. Throws a
 * Fault `ANCHOR-WITNESS` where it gives none that verifies.
 */
export async function askWitness(request: WitnessRequest): Promise<CosignedNote> {
  const { url, witness, note } = request;
  const checkpoint = parseCheckpoint(note);
  if (typeof checkpoint === "string") throw witnessRefused(url, `there is no checkpoint to send: ${checkpoint}`);
  let response = await post(request, request.old);
  let said = (await response.text()).slice(0, maxAnswerLength);
  if (response.status === 409 && /^(0|[1-9]\d*)\n$/.test(said)) {
    const size = Number(said);
    if (size > checkpoint.size) {
      throw witnessRefused(url, `it saw ${size} events of this journal, which now has ${checkpoint.size}`);
    }
    if (size !== request.old) response = await post(request, size);
    if (response.status === 409) throw witnessRefused(url, "it saw another journal under this name");
    said = (await response.text()).slice(0, maxAnswerLength);
  }
  const told = said.slice(0, 200).trim();
  if (response.status === 403) throw keyUnknown(url, told);
  if (response.status !== 200) throw witnessRefused(url, `it answered ${response.status} ${told}`);
  const cosigned = parseCheckpoint(note + said);
  const [found] = typeof cosigned === "string" ? [] : cosignaturesOf(nodePrimitives, cosigned, [witness]);
  if (!found || found.at === null)
    throw witnessRefused(url, "its answer holds no cosignature of its key that verifies");
  return { note: note + said, at: found.at };
}
