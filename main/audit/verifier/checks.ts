import { schemaKnown } from "./v02-schema-known.ts";
import { bytesCanonical } from "./v03-bytes-canonical.ts";
import { seqContiguous } from "./v04-seq-contiguous.ts";
import { chainHolds } from "./v05-chain.ts";
import { keysSucceed } from "./v06-key-succession.ts";
import { signaturesHold } from "./v07-signatures.ts";
import { rootsMatch } from "./v08-roots.ts";
import { checkpointsConsistent } from "./v09-consistency.ts";
import { anchorsHold } from "./v10-anchors.ts";
import { tailListed } from "./v11-tail.ts";
import { timesSane } from "./v12-time.ts";
import { redactionsOpen } from "./v13-redactions.ts";
import { claimsRecomputed } from "./v14-claims.ts";
import { statementAgrees } from "./v15-statement.ts";
import type { OpenCheck, VerdictCode } from "./verdict.ts";

/** The checks in the order of their codes. V01 comes before them, for nothing can be checked in what cannot be read. */
export const checks: { readonly [code in Exclude<VerdictCode, "V01">]: OpenCheck } = {
  V02: schemaKnown,
  V03: bytesCanonical,
  V04: seqContiguous,
  V05: chainHolds,
  V06: keysSucceed,
  V07: signaturesHold,
  V08: rootsMatch,
  V09: checkpointsConsistent,
  V10: anchorsHold,
  V11: tailListed,
  V12: timesSane,
  V13: redactionsOpen,
  V14: claimsRecomputed,
  V15: statementAgrees,
};
