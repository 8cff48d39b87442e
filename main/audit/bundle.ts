import { z } from "zod";
import { maxEventLength, mostMembers } from "./bundle-limits.ts";

const seq = z.int().min(0);
const base64 = z.string().max(1_000_000);
const proof = z.array(z.string().max(44)).max(64);

export const bundleFormat = "proofdesk-bundle/1";

/** What a trader claims beside the events; a claim is only worth what a recomputation from the events says. */
export const BundleClaims = z.strictObject({
  period: z.record(z.string(), z.json()),
  account: z.record(z.string(), z.json()),
  metrics: z.array(z.json()),
  daily: z.array(z.json()),
  orders: z.array(z.json()),
  preset: z.strictObject({ id: z.string(), sha256: z.string() }),
});
export type BundleClaims = z.infer<typeof BundleClaims>;

/** That an event lies under a checkpoint: the audit path of RFC 6962 §2.1.1, lowest sibling first. */
export const InclusionProof = z.strictObject({ seq, size: seq, proof });
export type InclusionProof = z.infer<typeof InclusionProof>;

/** The exported proof of a range of a journal; `range.to` is inclusive, events travel as their exact bytes. */
export const Bundle = z.strictObject({
  format: z.literal(bundleFormat),
  origin: z.string().regex(/^[^\s+]{1,200}$/),
  range: z.strictObject({ from: seq, to: seq }),
  vkeys: z.array(z.string().max(400)).max(mostMembers.vkeys),
  events: z.array(z.string().max(maxEventLength)).max(mostMembers.events),
  macs: z.null(),
  checkpoints: z.array(z.string().max(8192)).max(mostMembers.checkpoints),
  inclusion: z.array(InclusionProof).max(mostMembers.inclusion),
  consistency: z.array(z.strictObject({ from: seq, to: seq, proof })).max(mostMembers.consistency),
  anchors: z.array(z.strictObject({ kind: z.string(), size: seq, token: base64 })).max(mostMembers.anchors),
  redactions: z.array(z.strictObject({ seq, path: z.string(), commitment: z.string() })).max(mostMembers.redactions),
  claims: BundleClaims,
});
export type Bundle = z.infer<typeof Bundle>;

/** A bundle but for what there is one of per event, which a reader of a long file takes as it comes. */
export type BundleHead = Omit<Bundle, "events" | "inclusion">;
