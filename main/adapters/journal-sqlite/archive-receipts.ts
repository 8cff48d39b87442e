import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Fault } from "../../../shared/model/fault.ts";
import { Rfc3339 } from "../../../shared/model/time.ts";
import { writeWhole } from "../profile/write-whole.ts";
import { segmentFolder } from "./archive.ts";

/** That a store held a sealed segment, locked, when it was asked after the upload. */
export const UploadReceipt = z.strictObject({
  file: z.string(),
  /** Of the segment, lower-case hex: as it was sealed and as the store computed it. */
  sha256: z.string().length(64),
  /** The store as {@link WriteOnceStore.place} names it, the object's name in it, and which version of it. */
  place: z.string(),
  name: z.string(),
  versionId: z.string(),
  /** Nobody can delete that version before. */
  retainUntil: Rfc3339,
  /** By this machine's clock. */
  uploadedAt: Rfc3339,
});
export type UploadReceipt = z.infer<typeof UploadReceipt>;

const ReceiptFile = z.strictObject({ format: z.literal("proofdesk-uploads/1"), uploads: z.array(UploadReceipt) });

const receiptFile = (profileDir: string): string => join(profileDir, segmentFolder, "uploads.json");

/**
 * What is remembered of uploads, in the order of their making. A note to find the objects again, not a proof: that is the
 * store's own answer. Throws a Fault `ARCHIVE-RECEIPTS`.
 */
export function readReceipts(profileDir: string): readonly UploadReceipt[] {
  const file = receiptFile(profileDir);
  if (!existsSync(file)) return [];
  try {
    return ReceiptFile.parse(JSON.parse(readFileSync(file, "utf8"))).uploads;
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Fault(
      "ARCHIVE-RECEIPTS",
      "storage",
      `${file} cannot be read: ${detail}`,
      "Move it away: the next archive --upload finds in the store what is there and writes it anew.",
      { cause: error },
    );
  }
}

/** The last receipt of a segment from a store. */
export function receiptOf(receipts: readonly UploadReceipt[], place: string, file: string): UploadReceipt | undefined {
  return receipts.findLast((receipt) => receipt.place === place && receipt.file === file);
}

/** Puts a receipt in the place of an earlier one for the same segment and store; on disk when it returns. Throws a Fault `PROFILE-FILE`. */
export function keepReceipt(profileDir: string, receipt: UploadReceipt): void {
  const others = readReceipts(profileDir).filter(({ place, file }) => place !== receipt.place || file !== receipt.file);
  const uploads = [...others, receipt];
  writeWhole(receiptFile(profileDir), `${JSON.stringify({ format: "proofdesk-uploads/1", uploads }, null, 2)}\n`);
}
