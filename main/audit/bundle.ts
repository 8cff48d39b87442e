import { z } from "zod";

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

/** The exported proof of a range of a journal; `range.to` is inclusive, events travel as their exact bytes. */
export const Bundle = z.strictObject({
  format: z.literal(bundleFormat),
  origin: z.string().regex(/^[^\s+]{1,200}$/),
  range: z.strictObject({ from: seq, to: seq }),
  vkeys: z.array(z.string().max(400)).max(1000),
  events: z.array(z.string().max(1_048_576)).max(5_000_000),
  macs: z.null(),
  checkpoints: z.array(z.string().max(8192)).max(200_000),
  inclusion: z.array(z.strictObject({ seq, size: seq, proof })).max(5_000_000),
  consistency: z.array(z.strictObject({ from: seq, to: seq, proof })).max(200_000),
  anchors: z.array(z.strictObject({ kind: z.string(), size: seq, token: base64 })).max(10_000),
  redactions: z.array(z.strictObject({ seq, path: z.string(), commitment: z.string() })).max(100_000),
  claims: BundleClaims,
});
export type Bundle = z.infer<typeof Bundle>;

/** What a reader accepts of a file before it looks inside. */
export const bundleLimits = { maxLength: 500_000_000, maxDepth: 32 } as const;

/** A bundle from the first event on, whose roots can be computed; any other proves each event on its own. */
export function isFullBundle(bundle: Bundle): boolean {
  return bundle.range.from === 0 && bundle.inclusion.length === 0;
}
