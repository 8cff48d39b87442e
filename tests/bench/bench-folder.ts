import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder on the disk that is measured: that of `PROOFDESK_BENCH_DIR`, or of temporary files. Whoever asks removes it. */
export function benchFolder(): string {
  return mkdtempSync(join(process.env["PROOFDESK_BENCH_DIR"] ?? tmpdir(), "proofdesk-bench-"));
}
