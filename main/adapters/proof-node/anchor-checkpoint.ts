import type { Actor } from "../../../shared/model/actor.ts";
import type { AnchorSettings } from "../../../shared/model/anchor-settings.ts";
import { Fault } from "../../../shared/model/fault.ts";
import type { SignedCheckpoint } from "../../audit/checkpoint.ts";
import { parseWitnessKey } from "../../audit/verifier/cosignature.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { askAuthority } from "../anchor-timestamp/ask-authority.ts";
import { askWitness } from "../witness-http/ask-witness.ts";
import { type Anchor, newestCheckpoint, recordAnchor } from "./anchors.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { prove } from "./prove.ts";

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

/** What each witness cosigned last, as far as the journal knows; read on a thread of its own. */
async function lastCosigned(journal: Journal): Promise<Map<string, number>> {
  const anchors = await prove(journal, { kind: "anchors", from: 0, to: journal.durableSeq });
  return new Map(anchors.filter(({ kind }) => kind === "cosignature").map(({ by, size }) => [by, size]));
}

async function witnessesOf(
  journal: Journal,
  { witnesses }: AnchorSettings,
  note: string,
  checkpoint: SignedCheckpoint,
): Promise<Ask[]> {
  if (witnesses.length === 0) throw fewer("this profile knows no witness", "Choose one: anchor witness KEY --url URL.");
  const sizes = await lastCosigned(journal);
  const proofs = new Map<number, Promise<readonly string[]>>();
  const proveFrom = (old: number): Promise<readonly string[]> => {
    const proof = proofs.get(old) ?? prove(journal, { kind: "consistency", from: old, to: checkpoint.size });
    proofs.set(old, proof);
    return proof;
  };
  return witnesses.map(({ url, key }) => {
    const witness = parseWitnessKey(nodePrimitives, key);
    const by = witness?.name ?? key;
    return {
      by,
      ask: async () => {
        if (!witness) throw new RangeError("its key is malformed");
        const old = sizes.get(by) ?? 0;
        const asked = await askWitness({ url, witness, note, old, prove: proveFrom, timeoutMs: askTimeoutMs });
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
    from === "witnesses" ? await witnessesOf(journal, settings, note, checkpoint) : authoritiesOf(settings, checkpoint);
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
