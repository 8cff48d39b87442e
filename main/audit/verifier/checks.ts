import { schemaKnown } from "./v02-schema-known.ts";
import { bytesCanonical } from "./v03-bytes-canonical.ts";
import { seqContiguous } from "./v04-seq-contiguous.ts";
import { chainHolds } from "./v05-chain.ts";
import { keysSucceed } from "./v06-key-succession.ts";
import { signaturesHold } from "./v07-signatures.ts";
import { rootsMatch } from "./v08-roots.ts";
import { checkpointsConsistent } from "./v09-consistency.ts";
import { tailListed } from "./v11-tail.ts";
import type { OpenCheck } from "./verdict.ts";

/** The checks in the order of their codes. V01 comes before them, for nothing can be checked in what cannot be read. */
export const checks: readonly OpenCheck[] = [
  schemaKnown,
  bytesCanonical,
  seqContiguous,
  chainHolds,
  keysSucceed,
  signaturesHold,
  rootsMatch,
  checkpointsConsistent,
  tailListed,
];
