import { readFile } from "node:fs/promises";
import { crc32, inflateRawSync } from "node:zlib";
import { dataFault, unreadableFile } from "./data-fault.ts";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const zip64Field = 1;
/** In place of a size that stands in the ZIP64 field. */
const elsewhere = 0xffffffff;
const endBytes = 22;
/** A comment may stand behind the end record. */
const longestComment = 0xffff;
const largestEntry = 2 ** 30;

/** One file out of a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Reads the only file of a ZIP archive, checked by its CRC (PKWARE APPNOTE 6.3.10; no encryption). Throws
 * `DATA-FILE`, and `DATA-ZIP` for an archive that is damaged or holds more than one file.
 */
export async function readZipEntry(file: string): Promise<ZipEntry> {
  const zip = await readFile(file).catch((error: unknown) => {
    throw unreadableFile(file, error);
  });
  try {
    return unpack(zip);
  } catch (error) {
    throw dataFault("DATA-ZIP", file, null, error instanceof Error ? error.message : String(error), error);
  }
}

function unpack(zip: Buffer): ZipEntry {
  const end = findEnd(zip);
  const entries = zip.readUInt16LE(end + 10);
  if (entries !== 1) throw new RangeError(`the archive holds ${entries} files, not one`);
  const entry = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(entry) !== entrySignature) throw new RangeError("the archive's directory is damaged");
  if ((zip.readUInt16LE(entry + 8) & 1) === 1) throw new RangeError("the archive is encrypted");
  const method = zip.readUInt16LE(entry + 10);
  const { packedBytes, unpackedBytes } = sizesOf(zip, entry);
  if (unpackedBytes > largestEntry) throw new RangeError(`its file is larger than ${largestEntry} bytes`);
  const name = zip.toString("utf8", entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
  const local = zip.readUInt32LE(entry + 42);
  if (zip.readUInt32LE(local) !== localSignature) throw new RangeError("the archive is damaged");
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedBytes);
  if (method !== 0 && method !== 8) throw new RangeError(`its file is packed by method ${method}`);
  const bytes = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, unpackedBytes) });
  if (bytes.length !== unpackedBytes || crc32(bytes) !== zip.readUInt32LE(entry + 16)) {
    throw new RangeError("its file is damaged: the checksum differs");
  }
  return { name, bytes };
}

/** The sizes of a directory entry; those that do not fit into 32 bits stand in its ZIP64 field, packed behind unpacked. */
function sizesOf(zip: Buffer, entry: number): { packedBytes: number; unpackedBytes: number } {
  const packedBytes = zip.readUInt32LE(entry + 20);
  const unpackedBytes = zip.readUInt32LE(entry + 24);
  if (packedBytes !== elsewhere && unpackedBytes !== elsewhere) return { packedBytes, unpackedBytes };
  let at = entry + 46 + zip.readUInt16LE(entry + 28);
  const end = at + zip.readUInt16LE(entry + 30);
  while (at + 4 <= end && zip.readUInt16LE(at) !== zip64Field) at += 4 + zip.readUInt16LE(at + 2);
  if (at + 4 > end) throw new RangeError("the archive does not tell its file's size");
  let value = at + 4;
  const next = (given: number): number => {
    if (given !== elsewhere) return given;
    value += 8;
    return Number(zip.readBigUInt64LE(value - 8));
  };
  const unpacked = next(unpackedBytes);
  return { packedBytes: next(packedBytes), unpackedBytes: unpacked };
}

function findEnd(zip: Buffer): number {
  for (let at = zip.length - endBytes; at >= 0 && at >= zip.length - endBytes - longestComment; at--) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  throw new RangeError("this is no ZIP archive, or it ends early");
}
