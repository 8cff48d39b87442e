import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { AuthoritySettings, WitnessSettings } from "../../shared/model/anchor-settings.ts";
import { Fault } from "../../shared/model/fault.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { readRoots } from "../adapters/anchor-timestamp/ask-authority.ts";
import { openRecord, requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import { refuseOwnFiles } from "../adapters/profile/output-file.ts";
import { type AnchorAttempt, anchorCheckpoint } from "../adapters/proof-node/anchor-checkpoint.ts";
import { newestCheckpoint, readAnchor, recordAnchor } from "../adapters/proof-node/anchors.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { replaceFile } from "../adapters/proof-node/replace-file.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import { receiptLink } from "../audit/receipt.ts";
import { type ReceivedAnchor, receivedAnchors } from "../audit/received-anchors.ts";
import { parseWitnessKey } from "../audit/verifier/cosignature.ts";
import type { AnchorAction } from "./anchor-command.ts";
import { type CommandHost, readKeysOf, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";
import { plainLine } from "./plain-text.ts";

export interface AnchorOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly action: AnchorAction;
  /** The file, the authority's name or the witness's key. */
  readonly argument: string;
  readonly out: string;
  readonly to: string;
  readonly url: string;
  readonly root: string;
}

export interface AnchorResult {
  readonly exitCode: 0 | 1;
  readonly anchors: readonly ReceivedAnchor[];
  /** Of `receipt`: where the checkpoint is, and a link that mails it. */
  readonly file: string | null;
  readonly mailto: string | null;
  readonly attempts: readonly AnchorAttempt[];
  /** For a person. */
  readonly lines: readonly string[];
}

const actor = { kind: "person", id: "command-line" } as const;
const nothing = { exitCode: 0, anchors: [], file: null, mailto: null, attempts: [] } as const;

function fileFault(file: string, error: unknown): Fault {
  return new Fault(
    "ANCHOR-PATH",
    "storage",
    `${file} cannot be used: ${(error as Error).message}`,
    "Name a file you may read or write.",
    { cause: error },
  );
}

function withFile<T>(file: string, use: (path: string) => T): T {
  try {
    return use(resolve(file));
  } catch (error) {
    throw fileFault(file, error);
  }
}

async function list({ host, profileDir }: AnchorOptions): Promise<AnchorResult> {
  const { db, reader } = openRecord(profileDir, await readKeysOf(host, profileDir));
  try {
    const anchors = receivedAnchors(reader.read(0, Number.MAX_SAFE_INTEGER));
    const covered = anchors.reduce((most, { size }) => Math.max(most, size), 0);
    const summary =
      covered === 0
        ? "Nothing outside this machine holds a checkpoint: the owner could rewrite all of the record."
        : `Events 0 to ${covered - 1} of ${reader.tip() + 1} lie under an anchor; what follows is not held outside yet.`;
    const lines = anchors.map(({ seq, kind, size, by, time }) =>
      plainLine(`event ${seq}: ${kind} of ${size} events by ${by}${time === "" ? "" : `, ${time}`}`),
    );
    return { ...nothing, anchors, lines: [...lines, summary] };
  } finally {
    db.close();
  }
}

function receipt({ profileDir, out, to }: AnchorOptions): AnchorResult {
  refuseOwnFiles(out, profileDir);
  const settings = openSettingsFile(profileDir);
  const { anchors } = settings.get();
  if (to !== "") settings.update({ anchors: { ...anchors, firmMail: to } });
  const { db, reader } = openRecord(profileDir);
  try {
    const { note, checkpoint } = newestCheckpoint(reader.checkpoints());
    withFile(out, (path) => replaceFile(path, note));
    const mailto = receiptLink(to === "" ? anchors.firmMail : to, note);
    const about = `Wrote the checkpoint over ${checkpoint.size} events to ${resolve(out)}`;
    const use = `Who keeps it checks a later bundle with: proofdesk verify BUNDLE --checkpoint ${out}`;
    return { ...nothing, file: resolve(out), mailto, lines: [about, use, ...(mailto === null ? [] : [mailto])] };
  } finally {
    db.close();
  }
}

function choose({ profileDir, action, argument, url, root }: AnchorOptions): AnchorResult {
  const settings = openSettingsFile(profileDir);
  const { anchors } = settings.get();
  if (action === "witness") {
    const key = parseWitnessKey(nodePrimitives, argument);
    const read = WitnessSettings.safeParse({ url, key: argument });
    if (!key || !read.success) throw notChosen("the key or the address of the witness is malformed");
    const others = anchors.witnesses.filter((one) => one.key !== argument);
    settings.update({ anchors: { ...anchors, witnesses: [...others, read.data] } });
    return { ...nothing, lines: [`Checkpoints may be cosigned by ${key.name} at ${url}`] };
  }
  const rootPem = withFile(root, (path) => readFileSync(path, "utf8"));
  const roots = readRoots(argument, rootPem);
  const read = AuthoritySettings.safeParse({ name: argument, url, rootPem });
  if (!read.success) throw notChosen("the name or the address of the authority is malformed");
  const others = anchors.authorities.filter(({ name }) => name !== argument);
  settings.update({ anchors: { ...anchors, authorities: [...others, read.data] } });
  const prints = roots.map(
    ({ fingerprint256 }) => `Compare this fingerprint with what ${argument} publishes: ${fingerprint256}`,
  );
  return { ...nothing, lines: [`Checkpoints may be timestamped by ${argument} at ${url}`, ...prints] };
}

function notChosen(why: string): Fault {
  return new Fault("ANCHOR-CHOICE", "validation", why, "See: proofdesk anchor --help");
}

/**
 * The `anchor` command: `add`, `timestamp` and `cosign` need a profile that no desk holds. Throws Faults `ANCHOR-FILE`, `ANCHOR-NOTHING`, `ANCHOR-ROOT`,
 * `ANCHOR-CHOICE`, `ANCHOR-PATH`, `OUTPUT-PATH` and those of the journal; what one authority or witness refuses is told, not thrown.
 */
export async function runAnchor(options: AnchorOptions): Promise<AnchorResult> {
  const { host, profileDir, action, argument } = options;
  requireRecord(profileDir);
  switch (action) {
    case "list":
      return await list(options);
    case "receipt":
      return receipt(options);
    case "authority":
    case "witness":
      return choose(options);
    case "add": {
      const bytes = withFile(argument, (path) => readFileSync(path));
      const { anchors } = openSettingsFile(profileDir).get();
      return await onFreeProfile("Compliance, Anchors, Take a receipt in", () =>
        withJournal(host, profileDir, async (journal) => {
          const anchor = readAnchor(bytes, journal.readCheckpoints(), anchors);
          const seq = await recordAnchor(journal, host.clock, actor, anchor);
          const when = anchor.at === null ? "" : `, made ${toRfc3339(anchor.at)}`;
          const line = `Event ${seq}: ${anchor.kind} of the checkpoint over ${anchor.checkpoint.size} events by ${anchor.by}${when}`;
          return { ...nothing, lines: [line] };
        }),
      );
    }
    case "timestamp":
    case "cosign": {
      const { anchors } = openSettingsFile(profileDir).get();
      const from = action === "timestamp" ? "authorities" : "witnesses";
      return await onFreeProfile(`Compliance, Anchors, Ask the ${from}`, () =>
        withJournal(host, profileDir, async (journal) => {
          const attempts = await anchorCheckpoint(journal, { clock: host.clock, actor, settings: anchors, from });
          const lines = attempts.map(({ by, at, failure }) =>
            failure === null && at !== null ? `${by}: ${toRfc3339(at)}` : `${by}: ${failure}`,
          );
          return { ...nothing, exitCode: attempts.every(({ failure }) => failure === null) ? 0 : 1, attempts, lines };
        }),
      );
    }
  }
}
