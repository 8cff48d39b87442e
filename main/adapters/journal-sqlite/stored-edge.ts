import { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import type { Db } from "./open-database.ts";

/** The peaks of a tree as they stand in one column: 32 bytes each, largest subtree first. */
export function packPeaks(frontier: MerkleFrontier): Buffer {
  return Buffer.concat(frontier.peaks);
}

/** Makes a frontier from a stored size and its packed peaks. Throws a RangeError when they do not fit together. */
export function unpackPeaks(size: number, packed: Uint8Array): MerkleFrontier {
  const peaks: Uint8Array[] = [];
  for (let at = 0; at < packed.length; at += 32) peaks.push(packed.subarray(at, at + 32));
  return new MerkleFrontier(nodePrimitives.sha256Into, size, peaks);
}

/** The right edge of the tree over all stored events. */
export function readEdge(db: Db): MerkleFrontier {
  const edge = db.prepare("SELECT size, peaks FROM edge").get() as { size: number; peaks: Buffer };
  return unpackPeaks(edge.size, edge.peaks);
}
