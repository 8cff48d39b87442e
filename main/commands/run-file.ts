import { writeFileSync } from "node:fs";
import { refuseOwnFiles, requireFilePlace } from "../adapters/profile/output-file.ts";
import type { RunRequest } from "./backtest-inputs.ts";

/** Refuses a place where `--out` must not or cannot write, before the run. Throws a Fault `OUTPUT-PATH`. */
export function refuseRunFile(
  { out, bars, ticks, risk, hours, calendar }: RunRequest,
  profileDir: string | null,
): void {
  if (out === undefined) return;
  refuseOwnFiles(out, profileDir, [bars, ticks, risk, hours, calendar]);
  requireFilePlace(out);
}

/** Writes a run's document where `--out` asks for it. */
export function writeRunFile({ out }: RunRequest, document: object): void {
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(document, null, 1)}\n`);
}
