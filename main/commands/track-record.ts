import { refuseOwnFiles } from "../adapters/profile/output-file.ts";
import {
  notCovered,
  type TrackRecordFile,
  type TrackRecordRequest,
  trackRecordLimits,
  writeTrackRecord,
} from "../adapters/proof-node/write-track-record.ts";

export interface TrackRecordResult extends Omit<TrackRecordFile, "days"> {
  readonly exitCode: 0;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `track-record` command: writes a period of a profile's trading, also while a desk holds the profile. Throws Faults, `OUTPUT-PATH` among them. */
export async function runTrackRecord(options: TrackRecordRequest): Promise<TrackRecordResult> {
  refuseOwnFiles(options.out, options.profileDir);
  const { days, ...written } = await writeTrackRecord(options);
  const { file, period, trades, orders, metrics } = written;
  return {
    exitCode: 0,
    ...written,
    lines: [
      `Wrote ${file}: ${trades} trades, ${orders} orders, ${days} days, ${period.from} to ${period.to}`,
      ...metrics.map(
        ({ name, value, n, basis }) =>
          `  ${name.padEnd(16)} ${value ?? "not defined"}  (n ${n})${value === null ? `  ${basis}` : ""}`,
      ),
      ...trackRecordLimits,
      ...notCovered(written.uncovered),
    ],
  };
}
