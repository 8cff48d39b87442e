import { createHash, createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";
import { canonicalize } from "../../audit/canonical.ts";
import { reachStep } from "./journal-step.ts";
import type { MacKey, MacKeys } from "./mac-keys.ts";

/** What every snapshot says of itself, in one line before its bytes; `mac` is over the other fields. */
const Header = z.strictObject({
  format: z.literal("proofdesk-snapshot/1"),
  /** The version of the state inside; another one is not read. */
  schema: z.int(),
  origin: z.string(),
  /** The last event that the state knows, and its leaf, lower-case hex. */
  seq: z.int().min(0),
  leaf: z.string().length(64),
  bytes: z.int().min(0),
  sha256: z.string().length(64),
  /** The version of the mac key; `null` where no keychain keeps one. */
  macVersion: z.int().min(1).nullable(),
  mac: z.string().length(64).nullable(),
});
type Header = z.infer<typeof Header>;

/** Where snapshots of a journal are written, and what marks them; it can cross to another thread. */
export interface SnapshotPlace {
  readonly profileDir: string;
  readonly origin: string;
  readonly mac: MacKey;
}

/** A state worked out from the events up to `seq`, or why none is taken. */
export type KeptState = { readonly seq: number; readonly state: unknown } | { readonly ignored: string };

const fileOf = (profileDir: string): string => join(profileDir, "state.snapshot");
const longestHeader = 4096;

function macOf({ mac: _, ...header }: Header, key: KeyObject): Buffer {
  return createHmac("sha256", key)
    .update(`proofdesk-snapshot\n${canonicalize(header)}`)
    .digest();
}

/** Writes a snapshot of the state after event `seq`, whose leaf is given, in place of the one before. */
export function writeSnapshot(
  { profileDir, origin, mac }: SnapshotPlace,
  {
    schema,
    seq,
    leaf,
    state,
  }: { readonly schema: number; readonly seq: number; readonly leaf: string; readonly state: unknown },
): void {
  const body = serialize(state);
  const sha256 = createHash("sha256").update(body).digest("hex");
  const macVersion = mac.version === 0 ? null : mac.version;
  const header: Header = {
    format: "proofdesk-snapshot/1",
    schema,
    origin,
    seq,
    leaf,
    bytes: body.length,
    sha256,
    macVersion,
    mac: null,
  };
  const marked = { ...header, mac: macVersion === null ? null : macOf(header, mac.key).toString("hex") };
  const file = fileOf(profileDir);
  const temporary = `${file}.${process.pid}.new`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeSync(fd, `${JSON.stringify(marked)}\n`);
    for (let at = 0; at < body.length; ) at += writeSync(fd, body, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  reachStep("snapshot-written");
  renameSync(temporary, file);
  reachStep("snapshot-renamed");
}

/**
 * Reads the snapshot of a profile. It is taken only whole, of this journal and of the wanted schema, marked by a key that
 * this desk keeps where it keeps any, and where the journal's event at its seq is the one that it names. Anything else is
 * told and changes nothing: the record says the same, more slowly.
 */
export function readSnapshot(
  profileDir: string,
  expected: {
    readonly schema: number;
    readonly origin: string;
    readonly keys: Pick<MacKeys, "from" | "kept">;
    readonly leafAt: (seq: number) => string | null;
  },
): KeptState {
  let file: Buffer;
  try {
    file = readFileSync(fileOf(profileDir));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { ignored: code === "ENOENT" ? "there is none yet" : `it cannot be read: ${message}` };
  }
  const end = file.subarray(0, longestHeader).indexOf(10);
  const header = parseHeader(file.subarray(0, Math.max(0, end)));
  if (header === null) return { ignored: "its header is damaged" };
  if (header.origin !== expected.origin) return { ignored: "it is of another journal" };
  if (header.schema !== expected.schema) {
    return { ignored: `it has version ${header.schema}, this desk reads ${expected.schema}` };
  }
  const refusal = refuseMark(header, expected.keys);
  if (refusal !== null) return { ignored: refusal };
  const body = file.subarray(end + 1);
  if (body.length !== header.bytes || createHash("sha256").update(body).digest("hex") !== header.sha256) {
    return { ignored: "its bytes are damaged" };
  }
  if (expected.leafAt(header.seq) !== header.leaf) {
    return { ignored: `the journal has another event ${header.seq}, or none` };
  }
  try {
    return { seq: header.seq, state: deserialize(body) };
  } catch (error) {
    return { ignored: `it cannot be unpacked: ${(error as Error).message}` };
  }
}

function parseHeader(line: Buffer): Header | null {
  try {
    return Header.parse(JSON.parse(line.toString()));
  } catch {
    return null;
  }
}

/** Why a snapshot's mark does not hold, `null` where it does or where no keychain could tell. */
function refuseMark(header: Header, { from, kept }: Pick<MacKeys, "from" | "kept">): string | null {
  if (from === null) return null;
  const key = header.macVersion === null ? undefined : kept.get(header.macVersion);
  if (key === undefined || header.mac === null) return "it carries no mac of a key that this desk keeps";
  return timingSafeEqual(macOf(header, key), Buffer.from(header.mac, "hex")) ? null : "its mac is false";
}
