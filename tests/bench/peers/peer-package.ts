import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export const installPeers = "npm ci --prefix tests/bench/peers";

/** Why a contestant's packages cannot be loaded, `null` when they can. */
export function packagesMissing(names: readonly string[], folder = import.meta.dirname): string | null {
  const absent = names.filter((name) => !existsSync(join(folder, "node_modules", name, "package.json")));
  return absent.length === 0 ? null : `${absent.join(" and ")} not installed: run ${installPeers}`;
}

/** Resolves and loads as these packages' own users do; the compiler must not look for what may not be installed. */
export const requirePeer = createRequire(import.meta.url);

/** A peer's exports, typed by the part that is used; of a CommonJS package the whole object, whatever its parser sees. */
export async function importPeer<Face>(name: string): Promise<Face> {
  const module = (await import(name)) as Face & { readonly default?: Face };
  return module.default ?? module;
}
