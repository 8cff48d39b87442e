import { writeFileSync } from "node:fs";
import path from "node:path";
import { AuthoritySettings, WitnessSettings } from "../../../shared/model/anchor-settings.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { readRoots } from "../../adapters/anchor-timestamp/ask-authority.ts";
import { anchorCheckpoint } from "../../adapters/proof-node/anchor-checkpoint.ts";
import { newestCheckpoint, readAnchor, recordAnchor } from "../../adapters/proof-node/anchors.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { prove } from "../../adapters/proof-node/prove.ts";
import { receiptLink } from "../../audit/receipt.ts";
import { type ReceivedAnchor, receivedAnchors } from "../../audit/received-anchors.ts";
import { parseWitnessKey } from "../../audit/verifier/cosignature.ts";
import type { DeskAnchors } from "../../handlers/compliance-desk.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { deskFolder, stampOf } from "./desk-folder.ts";
import { inTurn } from "./in-turn.ts";

export interface DeskAnchorsParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly profileDir: string;
  readonly settings: SettingsStore;
}

/** So many events are read where the desk trades; more of them on another thread. */
const fewEvents = 300;
const mostShown = 100;

function notChosen(why: string, remedy: string): Fault {
  return new Fault("ANCHOR-CHOICE", "validation", why, remedy);
}

/** Remembers the anchors a journal holds and reads only what came since, so that a look at them costs little. */
function rememberedAnchors(journal: Journal): () => Promise<readonly ReceivedAnchor[]> {
  const turn = inTurn();
  const known: ReceivedAnchor[] = [];
  let next = 0;
  return () =>
    turn(async () => {
      const range = { from: next, to: journal.durableSeq };
      if (range.to < range.from) return known;
      const few = range.to - range.from < fewEvents;
      known.push(...(few ? receivedAnchors(journal.read(range)) : await prove(journal, { kind: "anchors", ...range })));
      next = range.to + 1;
      return known;
    });
}

/** The anchors of a journal that a desk holds open: what comes back from outside goes through its one writer. */
export function deskAnchors({ journal, clock, profileDir, settings }: DeskAnchorsParts): DeskAnchors {
  const received = rememberedAnchors(journal);
  const chosen = () => settings.get().anchors;
  return {
    async list() {
      const anchors = (await received()).toReversed();
      const { firmMail, authorities, witnesses } = chosen();
      return {
        anchors: anchors.slice(0, mostShown),
        latest: [...Map.groupBy(anchors, ({ kind }) => kind).values()].flatMap(([newest]) => newest ?? []),
        covered: anchors.reduce((most, { size }) => Math.max(most, size), 0),
        firmMail,
        authorities: authorities.map(({ name, url }) => ({ name, url })),
        witnesses: witnesses.map(({ key, url }) => ({ name: parseWitnessKey(nodePrimitives, key)?.name ?? key, url })),
      };
    },
    async send(to) {
      const anchors = chosen();
      if (to !== anchors.firmMail) settings.update({ anchors: { ...anchors, firmMail: to } });
      await journal.checkpoint("receipt");
      const { note, checkpoint } = newestCheckpoint(journal.readCheckpoints());
      const name = `checkpoint-${stampOf(Date.now())}-${checkpoint.size}.note`;
      const file = path.join(deskFolder(profileDir, "receipts"), name);
      writeFileSync(file, note, { mode: 0o600 });
      return { file, mailto: receiptLink(to, note), note, size: checkpoint.size };
    },
    async take(actor, bytes) {
      const anchor = readAnchor(Buffer.from(bytes), journal.readCheckpoints(), chosen());
      const seq = await recordAnchor(journal, clock, actor, anchor);
      const [recorded] = receivedAnchors(journal.read({ from: seq, to: seq }));
      if (!recorded) throw new RangeError(`event ${seq} is no anchor`);
      return recorded;
    },
    ask: (actor, from) => anchorCheckpoint(journal, { clock, actor, settings: chosen(), from }),
    addAuthority({ name, url, rootPem }) {
      const roots = readRoots(name, rootPem);
      const read = AuthoritySettings.safeParse({ name, url, rootPem });
      if (!read.success) throw notChosen("The name or the address of the authority is malformed.", "Correct it.");
      const anchors = chosen();
      const others = anchors.authorities.filter((one) => one.name !== name);
      settings.update({ anchors: { ...anchors, authorities: [...others, read.data] } });
      return roots.map(({ fingerprint256 }) => fingerprint256);
    },
    addWitness({ url, key }) {
      const named = parseWitnessKey(nodePrimitives, key);
      const read = WitnessSettings.safeParse({ url, key });
      if (!named || !read.success) {
        throw notChosen("The key of the witness is malformed.", "Paste its whole line: name+id+base64.");
      }
      const anchors = chosen();
      const others = anchors.witnesses.filter((one) => one.key !== key);
      settings.update({ anchors: { ...anchors, witnesses: [...others, read.data] } });
      return named.name;
    },
    remove(kind, name) {
      const anchors = chosen();
      const { authorities, witnesses } = anchors;
      const nameOf = (key: string): string => parseWitnessKey(nodePrimitives, key)?.name ?? key;
      const left =
        kind === "authority"
          ? { authorities: authorities.filter((one) => one.name !== name) }
          : { witnesses: witnesses.filter(({ key }) => nameOf(key) !== name) };
      settings.update({ anchors: { ...anchors, ...left } });
    },
  };
}
