import type { AnchorSettings } from "../../../shared/model/anchor-settings.ts";
import { parseWitnessKey } from "../../audit/verifier/cosignature.ts";
import { type Givens, noGivens } from "../../audit/verifier/givens.ts";
import { readRoots } from "../anchor-timestamp/ask-authority.ts";
import { timestampReader } from "../anchor-timestamp/timestamp-reader.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** Whom a person trusts to have seen checkpoints: the witnesses and authorities they chose. */
export type TrustedSources = Pick<AnchorSettings, "authorities" | "witnesses">;

/** What a desk's own check brings: the same as a stranger who trusts the same witnesses and roots. Throws a Fault `ANCHOR-ROOT`. */
export function trustedGivens({ authorities, witnesses }: TrustedSources): Givens {
  const roots = authorities.flatMap(({ name, rootPem }) => readRoots(name, rootPem));
  return {
    ...noGivens,
    witnesses: witnesses.flatMap(({ key }) => parseWitnessKey(nodePrimitives, key) ?? []),
    readTimestamp: roots.length === 0 ? null : timestampReader(roots),
  };
}
