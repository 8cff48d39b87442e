import { fstatSync, readSync } from "node:fs";

/** Tells an open file from any other, also one that took its name. */
export function fileIdentity(handle: number): string {
  const { dev, ino } = fstatSync(handle, { bigint: true });
  return `${dev} ${ino}`;
}

/** Answers wishes for bytes of an open file. One piece is done with when the next is asked for: they share their memory. */
export function pieceReader(handle: number): (offset: number, length: number) => Uint8Array {
  let memory = Buffer.alloc(0);
  return (offset, length) => {
    if (memory.length < length) memory = Buffer.allocUnsafe(length);
    const piece = memory.subarray(0, length);
    let read = 0;
    while (read < length) {
      const more = readSync(handle, piece, read, length - read, offset + read);
      if (more === 0) throw new RangeError("it became shorter while it was read");
      read += more;
    }
    return piece;
  };
}
