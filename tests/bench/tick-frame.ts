/** A tick on the bench's socket: due time (ms of the monotonic clock), bid, ask, last, size as little-endian doubles. */
export const frameBytes = 40;

export function writeFrame(
  into: Buffer,
  index: number,
  due: number,
  bid: number,
  ask: number,
  last: number,
  size: number,
): void {
  const at = index * frameBytes;
  into.writeDoubleLE(due, at);
  into.writeDoubleLE(bid, at + 8);
  into.writeDoubleLE(ask, at + 16);
  into.writeDoubleLE(last, at + 24);
  into.writeDoubleLE(size, at + 32);
}

/** Cuts a stream of chunks into frames and hands over offsets; a frame may be split between chunks. */
export function frameReader(onFrame: (bytes: Buffer, at: number) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (; at + frameBytes <= bytes.length; at += frameBytes) onFrame(bytes, at);
    rest = Buffer.from(bytes.subarray(at));
  };
}
