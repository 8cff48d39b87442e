import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { join } from "node:path";

/** A path of a unix socket has room for 104 bytes on macOS and 108 on Linux, the closing zero included. */
const maxPathBytes = 103;

export interface ControlPlace {
  /** What a process listens on and others connect to. */
  readonly address: string;
  /** The folder to make for the owner alone before listening; `null` where the profile is that folder. */
  readonly makeDir: string | null;
}

/**
 * Where the desk of a profile listens: a socket in the profile, or in a folder of the user's own where that path would be
 * too long; a named pipe on Windows. Two spellings of one folder give one place.
 */
export function controlPlace(
  profileDir: string,
  host: { readonly platform: NodeJS.Platform; readonly tmpDir: string; readonly user: string },
): ControlPlace {
  const real = realpathSync(profileDir);
  const name = createHash("sha256").update(real).digest("hex").slice(0, 32);
  if (host.platform === "win32") return { address: `\\\\.\\pipe\\proofdesk-${name}`, makeDir: null };
  const inside = join(real, "control.sock");
  if (Buffer.byteLength(inside) <= maxPathBytes) return { address: inside, makeDir: null };
  const makeDir = join(host.tmpDir, `proofdesk-${host.user}`);
  return { address: join(makeDir, `${name}.sock`), makeDir };
}
