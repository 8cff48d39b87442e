import { open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { dataFault, unreadableFile } from "./data-fault.ts";

const chunkBytes = 256 * 1024;

/**
 * The bytes of a text file in chunks, unpacked where the file is gzip (told by its first bytes, not by its name).
 * Memory stays at a few chunks whatever the size. Throws `DATA-FILE`, `DATA-GZIP`; the latter also when the data ends early.
 */
export async function* openText(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw unreadableFile(file, error);
  });
  try {
    const magic = Buffer.alloc(2);
    await handle.read(magic, 0, 2, 0).catch((error: unknown) => {
      throw unreadableFile(file, error);
    });
    const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
    if (!gzip && /\.gz$/i.test(file)) {
      throw dataFault("DATA-GZIP", file, null, "the name ends in .gz but this is not gzip data");
    }
    const raw = handle.createReadStream({ start: 0, highWaterMark: chunkBytes, autoClose: false });
    yield* gzip ? unpack(raw, file) : raw;
  } finally {
    await handle.close();
  }
}

async function* unpack(raw: Readable, file: string): AsyncGenerator<Buffer> {
  const unpacked = new PassThrough({ highWaterMark: chunkBytes });
  const stop = new AbortController();
  const running = pipeline(raw, createGunzip({ chunkSize: chunkBytes }), unpacked, { signal: stop.signal });
  running.catch(() => undefined);
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
    await running;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "Z_BUF_ERROR") throw dataFault("DATA-GZIP", file, null, "the gzip data ends early (truncated)", error);
    if (code?.startsWith("Z_")) throw dataFault("DATA-GZIP", file, null, "the gzip data is damaged", error);
    throw error;
  } finally {
    stop.abort();
  }
}
