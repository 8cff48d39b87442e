import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";

/** Which market prices come from, told apart by what it is and not by where it lies. */
export interface MarketIdentity {
  /** What a person calls it: a file's name, or the sandbox's own market. */
  readonly feed: string;
  readonly kind: "synthetic" | "file";
  /** The seed, or the SHA-256 of the file's bytes in lower-case hex. */
  readonly identity: string;
}

export function syntheticIdentity(seed: number): MarketIdentity {
  return { feed: "synthetic market", kind: "synthetic", identity: `seed ${seed}` };
}

/** Reads the file once to name it. Throws what the file system says. */
export async function fileIdentity(file: string): Promise<MarketIdentity> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return { feed: path.basename(file), kind: "file", identity: hash.digest("hex") };
}

/** A market in words, short enough for a sentence. */
export function nameOf({ feed, kind, identity }: MarketIdentity): string {
  return kind === "synthetic" ? `the ${feed} (${identity})` : `the file ${feed} (SHA-256 ${identity.slice(0, 12)}…)`;
}
