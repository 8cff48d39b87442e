import type { Actor } from "../../../shared/model/actor.ts";
import type { AnchorSettings } from "../../../shared/model/anchor-settings.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { toBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint, type SignedCheckpoint } from "../../audit/checkpoint.ts";
import { cosignaturesOf, parseWitnessKey, sameCheckpoint } from "../../audit/verifier/cosignature.ts";
import { examineAnchors } from "../../audit/verifier/examine-anchors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, StoredCheckpoint } from "../../ports/journal.ts";
import { readRoots } from "../anchor-timestamp/ask-authority.ts";
import { readToken } from "../anchor-timestamp/read-token.ts";
import { tokenOf } from "../anchor-timestamp/timestamp-request.ts";
import { mailTexts } from "./mail-texts.ts";
import { nodePrimitives, sha256Hex } from "./node-primitives.ts";
import { trustedGivens } from "./trusted-givens.ts";

/** What somebody outside said of a checkpoint, as `anchor.received` records it. */
export interface Anchor {
  readonly kind: "receipt" | "rfc3161" | "cosignature";
  readonly checkpoint: SignedCheckpoint;
  readonly token: Uint8Array;
  /** Who gave it. */
  readonly by: string;
  /** When it says it was made, UTC milliseconds; `null` where it says nothing. */
  readonly at: number | null;
}

/** A receipt is kept in the journal as it came or, of a mail whose text is encoded, as that text, so it has to be of a size that an event may have. */
const maxReceiptBytes = 256_000;

/** Records an anchor; the history that follows commits to it. */
export async function recordAnchor(journal: Journal, clock: Clock, actor: Actor, anchor: Anchor): Promise<number> {
  const { kind, checkpoint, token, by, at } = anchor;
  const { session } = journal.health();
  const seq = journal.append({
    type: "anchor.received",
    at: clock.now(),
    actor,
    trace: `anchor-${session}-${checkpoint.size}`,
    cause: null,
    data: {
      kind,
      size: checkpoint.size,
      root: toBase64(checkpoint.root),
      by,
      time: at === null ? "" : toRfc3339(at),
      token: toBase64(token),
    },
  });
  await journal.durable(seq);
  return seq;
}

function unusable(why: string): Fault {
  return new Fault(
    "ANCHOR-FILE",
    "validation",
    `the file is no receipt of a checkpoint of this journal: ${why}`,
    "Give the file as the firm, the witness or the authority sent it, without changes.",
  );
}

function cosigned(note: SignedCheckpoint, token: Uint8Array, own: SignedCheckpoint, settings: AnchorSettings): Anchor {
  const witnesses = settings.witnesses.flatMap(({ key }) => parseWitnessKey(nodePrimitives, key) ?? []);
  const known = cosignaturesOf(nodePrimitives, note, witnesses);
  const wrong = known.find(({ at }) => at === null);
  if (wrong) throw unusable(`the cosignature of ${wrong.by.name} does not verify`);
  const strangers = note.signatures.filter(({ name, signature }) => name !== own.origin && signature.length === 72);
  const by = known[0]?.by.name ?? strangers[0]?.name;
  if (by === undefined) throw unusable("nobody but this journal signed it");
  return { kind: "cosignature", checkpoint: own, token, by, at: known[0]?.at ?? null };
}

function stamped(token: Buffer, checkpoints: readonly SignedCheckpoint[], settings: AnchorSettings): Anchor {
  let why = "no authority is pinned in this profile";
  for (const { name, rootPem } of settings.authorities) {
    const roots = readRoots(name, rootPem);
    for (const checkpoint of checkpoints) {
      try {
        const { at } = readToken(token, nodePrimitives.utf8(checkpoint.text), roots);
        return { kind: "rfc3161", checkpoint, token, by: name, at };
      } catch (error) {
        const reason = (error as Error).message;
        if (why === "" || reason !== "it is over something else") why = reason;
      }
    }
  }
  throw unusable(why);
}

function notText(): Fault {
  return new Fault(
    "ANCHOR-ENCODING",
    "validation",
    "the file is no text in UTF-8, nor a mail whose text can be decoded: a verifier could not read it",
    "Save the reply as a text file in UTF-8, or paste its text into the desk under Compliance, Anchors, and give that.",
  );
}

function quotedIn(text: string, checkpoints: readonly SignedCheckpoint[]): SignedCheckpoint | undefined {
  return checkpoints.find(
    ({ origin, size, root }) =>
      text.includes(origin) && text.includes(toBase64(root)) && new RegExp(`(?<!\\d)${size}(?!\\d)`).test(text),
  );
}

function receiptOf(text: string, token: Uint8Array, checkpoint: SignedCheckpoint): Anchor {
  const from = /^From: *(.{1,200})$/im.exec(text)?.[1]?.trim();
  return { kind: "receipt", checkpoint, token, by: from ?? "the firm", at: null };
}

/** The text of a mail that quotes a checkpoint, under the mail's header and a line that says which bytes it was decoded from. */
function decodedReceipt(bytes: Buffer, checkpoints: readonly SignedCheckpoint[]): Anchor | null {
  const source = `Proofdesk-Decoded: a text of a mail of ${bytes.length} bytes, SHA-256 ${sha256Hex(bytes)}`;
  for (const { header, text } of mailTexts(bytes)) {
    const quoted = quotedIn(text, checkpoints);
    if (quoted === undefined) continue;
    const told = `${source}\n${header}\n${text}`;
    return receiptOf(told, Buffer.from(told), quoted);
  }
  return null;
}

function receipt(bytes: Buffer, checkpoints: readonly SignedCheckpoint[]): Anchor {
  const text = nodePrimitives.decodeUtf8(bytes);
  const isText = text !== null && !text.includes("\0");
  const quoted = isText ? quotedIn(text, checkpoints) : undefined;
  if (isText && quoted !== undefined) return receiptOf(text, bytes, quoted);
  const decoded = decodedReceipt(bytes, checkpoints);
  if (decoded !== null) return decoded;
  throw isText ? unusable("it quotes no checkpoint of this journal") : notText();
}

function anchorIn(bytes: Buffer, checkpoints: readonly SignedCheckpoint[], settings: AnchorSettings): Anchor {
  if (bytes[0] === 0x30) {
    let token: Buffer;
    try {
      token = tokenOf(bytes);
    } catch (error) {
      throw unusable((error as Error).message);
    }
    return stamped(token, checkpoints, settings);
  }
  const note = parseCheckpoint(nodePrimitives.decodeUtf8(bytes) ?? "");
  if (typeof note === "string") return receipt(bytes, checkpoints);
  const own = checkpoints.find((checkpoint) => sameCheckpoint(checkpoint, note));
  if (!own) throw unusable("it is a checkpoint that this journal does not hold");
  return cosigned(note, bytes, own, settings);
}

/** Holds an anchor to the verifier's own examination: what it calls false would fail every later bundle for good. */
function examined(anchor: Anchor, settings: AnchorSettings): Anchor {
  const { kind, checkpoint, token } = anchor;
  if (token.length > maxReceiptBytes) throw unusable(`its text has more than ${maxReceiptBytes} bytes`);
  const listed = { kind, size: checkpoint.size, token: toBase64(token) };
  const [found] = examineAnchors(nodePrimitives, [listed], () => checkpoint, trustedGivens(settings));
  if (found?.outcome === "false") throw unusable(found.text);
  return anchor;
}

/**
 * Reads what came back from outside: a cosigned note, a timestamp token or its whole answer, or any text that quotes a
 * checkpoint of this journal, also in a mail whose text is encoded. Throws Faults `ANCHOR-FILE` and `ANCHOR-ENCODING`.
 */
export function readAnchor(bytes: Buffer, stored: readonly StoredCheckpoint[], settings: AnchorSettings): Anchor {
  if (bytes.length > maxReceiptBytes) throw unusable(`it has more than ${maxReceiptBytes} bytes`);
  const checkpoints = stored
    .map(({ note }) => parseCheckpoint(note))
    .filter((note) => typeof note === "object")
    .reverse();
  return examined(anchorIn(bytes, checkpoints, settings), settings);
}

/** The newest checkpoint, parsed, with its note. Throws a Fault `ANCHOR-NOTHING` in a journal without one. */
export function newestCheckpoint(stored: readonly StoredCheckpoint[]): { note: string; checkpoint: SignedCheckpoint } {
  const note = stored.at(-1)?.note ?? "";
  const checkpoint = parseCheckpoint(note);
  if (typeof checkpoint === "object") return { note, checkpoint };
  throw new Fault(
    "ANCHOR-NOTHING",
    "validation",
    "the journal holds no checkpoint that could be anchored",
    "Start a desk on the profile once; it signs a checkpoint when it opens and closes.",
  );
}
