import type { Actor } from "../../../shared/model/actor.ts";
import type { AnchorSettings } from "../../../shared/model/anchor-settings.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { toBase64 } from "../../audit/byte-text.ts";
import type { SignedCheckpoint } from "../../audit/checkpoint.ts";
import { readEvent } from "../../audit/event-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import { MerkleTree } from "../../audit/merkle-tree.ts";
import { parseWitnessKey } from "../../audit/verifier/cosignature.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { askAuthority } from "../anchor-timestamp/ask-authority.ts";
import { askWitness } from "../witness-http/ask-witness.ts";
import { type Anchor, newestCheckpoint, recordAnchor } from "./anchors.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** How long one authority or witness may take; nothing waits for it but the command that asked. */
const askTimeoutMs = 20_000;
/** Two, because one may vanish or be found careless. */
const fewestAuthorities = 2;

export interface AnchorRequest {
  readonly clock: Clock;
  readonly actor: Actor;
  readonly settings: AnchorSettings;
  readonly from: "authorities" | "witnesses";
}

/** What came of asking one of them. */
export interface AnchorAttempt {
  readonly by: string;
  /** The seq of the event that records it, and the time it gives, UTC milliseconds; `null` where it failed. */
  readonly seq: number | null;
  readonly at: number | null;
  readonly failure: string | null;
}

type Ask = { readonly by: string; readonly ask: () => Promise<Anchor> };

function fewer(what: string, remedy: string): Fault {
  return new Fault("ANCHOR-CHOICE", "validation", what, remedy);
}

/** What each witness cosigned last, as far as the journal knows. */
function lastCosigned(journal: Journal): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { text } of journal.read()) {
    if (!text.endsWith('"type":"anchor.received","v":1}')) continue;
    const { kind, by, size } = readEvent(text).data;
    if (kind === "cosignature") sizes.set(String(by), Number(size));
  }
  return sizes;
}

function witnessesOf(
  journal: Journal,
  { witnesses }: AnchorSettings,
  note: string,
  checkpoint: SignedCheckpoint,
): Ask[] {
  if (witnesses.length === 0) throw fewer("this profile knows no witness", "Choose one: anchor witness KEY --url URL.");
  const sizes = lastCosigned(journal);
  let tree: MerkleTree | null = null;
  const prove = (old: number): string[] => {
    tree ??= new MerkleTree(
      nodePrimitives.sha256,
      Array.from(journal.read({ from: 0, to: checkpoint.size - 1 }), ({ text }) => leafOf(nodePrimitives, text)),
    );
    return tree.consistencyProof(old, checkpoint.size).map(toBase64);
  };
  return witnesses.map(({ url, key }) => {
    const witness = parseWitnessKey(nodePrimitives, key);
    const by = witness?.name ?? key;
    return {
      by,
      ask: async () => {
        if (!witness) throw new RangeError("its key is malformed");
        const old = sizes.get(by) ?? 0;
        const asked = await askWitness({ url, witness, note, old, prove, timeoutMs: askTimeoutMs });
        return { kind: "cosignature", checkpoint, token: nodePrimitives.utf8(asked.note), by, at: asked.at };
      },
    };
  });
}

function authoritiesOf({ authorities }: AnchorSettings, checkpoint: SignedCheckpoint): Ask[] {
  if (authorities.length < fewestAuthorities) {
    throw fewer(
      `this profile trusts ${authorities.length} timestamp authorities, and ${fewestAuthorities} are asked at least`,
      "Choose another: anchor authority NAME --url URL --root PEM.",
    );
  }
  return authorities.map((authority) => ({
    by: authority.name,
    ask: async () => {
      const { token, at } = await askAuthority(authority, nodePrimitives.utf8(checkpoint.text), askTimeoutMs);
      return { kind: "rfc3161", checkpoint, token, by: authority.name, at };
    },
  }));
}

/**
 * Has the newest checkpoint stamped by every chosen authority or cosigned by every chosen witness, all at once, and records
 * what came. One that fails does not keep the others. Throws Faults `ANCHOR-CHOICE` and `ANCHOR-NOTHING`.
 */
export async function anchorCheckpoint(journal: Journal, request: AnchorRequest): Promise<AnchorAttempt[]> {
  const { clock, actor, settings, from } = request;
  const { note, checkpoint } = newestCheckpoint(journal.readCheckpoints());
  const asks =
    from === "witnesses" ? witnessesOf(journal, settings, note, checkpoint) : authoritiesOf(settings, checkpoint);
  return await Promise.all(
    asks.map(async ({ by, ask }): Promise<AnchorAttempt> => {
      try {
        const anchor = await ask();
        const seq = await recordAnchor(journal, clock, actor, anchor);
        return { by, seq, at: anchor.at, failure: null };
      } catch (error) {
        return { by, seq: null, at: null, failure: (error as Error).message };
      }
    }),
  );
}
