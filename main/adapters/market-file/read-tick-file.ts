import { open } from "node:fs/promises";
import { unreadableFile } from "./data-fault.ts";
import { readLeanTrades } from "./read-lean-trades.ts";
import { readTicks, type TickFile } from "./read-ticks.ts";

/** Reads ticks from whatever holds them: CSV, CSV.gz, or a day of trades as LEAN stores it in a ZIP. Throws their faults. */
export async function readTickFile(
  file: string,
  options: { readonly skipBad?: boolean; readonly symbol?: string } = {},
): Promise<TickFile> {
  return (await isZip(file)) ? readLeanTrades(file, options) : readTicks(file, options);
}

/** Whether a file begins as a ZIP archive does. */
export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw unreadableFile(file, error);
  });
  try {
    const magic = Buffer.alloc(4);
    await handle.read(magic, 0, 4, 0).catch((error: unknown) => {
      throw unreadableFile(file, error);
    });
    return magic.readUInt32LE(0) === 0x04034b50;
  } finally {
    await handle.close();
  }
}
