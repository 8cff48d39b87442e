import type { KeyObject } from "node:crypto";

const bits = 0xffffffff;
const fractional = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) & bits;
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && Array.from({ length: n - 2 }, (_, i) => i + 2).every((d) => n % d !== 0),
);
/** The constants of FIPS 180-4 §4.2.2 and §5.3.3: fractional parts of the cube and square roots of the first primes. */
const roundConstants = Int32Array.from(primes.slice(0, 64), (prime) => fractional(Math.cbrt(prime)));
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fractional(Math.sqrt(prime)));

/** One block of SHA-256 (FIPS 180-4 §6.2.2): `schedule` holds its 16 words and is used up. */
function compress(from: Int32Array, schedule: Int32Array, into: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = schedule[i - 15] as number;
    const y = schedule[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[i] = ((schedule[i - 16] as number) + s0 + (schedule[i - 7] as number) + s1) | 0;
  }
  let a = from[0] as number;
  let b = from[1] as number;
  let c = from[2] as number;
  let d = from[3] as number;
  let e = from[4] as number;
  let f = from[5] as number;
  let g = from[6] as number;
  let h = from[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (roundConstants[i] as number) + (schedule[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  into[0] = (a + (from[0] as number)) | 0;
  into[1] = (b + (from[1] as number)) | 0;
  into[2] = (c + (from[2] as number)) | 0;
  into[3] = (d + (from[3] as number)) | 0;
  into[4] = (e + (from[4] as number)) | 0;
  into[5] = (f + (from[5] as number)) | 0;
  into[6] = (g + (from[6] as number)) | 0;
  into[7] = (h + (from[7] as number)) | 0;
}

/** What follows 32 bytes in the second block of either hash of an HMAC: the end mark and the length of 96 bytes in bits. */
function closeBlock(words: Int32Array): void {
  words.fill(0, 9, 15);
  words[8] = 0x80000000 | 0;
  words[15] = 768;
}

function padded(key: Buffer, mask: number): Int32Array {
  const schedule = new Int32Array(64);
  const block = Buffer.alloc(64, mask);
  for (const [i, byte] of key.entries()) block[i] = byte ^ mask;
  for (let i = 0; i < 16; i++) schedule[i] = block.readInt32BE(4 * i);
  const state = new Int32Array(8);
  compress(initialState, schedule, state);
  return state;
}

/** HMAC-SHA-256 (RFC 2104) of a leaf of 32 bytes. */
export type LeafMac = (leaf: Buffer) => Buffer;

/**
 * Makes the mac function of a 32-byte secret key. A leaf is always one block, so the state behind the key's own block is
 * kept and a mac costs two blocks: a call to OpenSSL for each would cost the writer more than all else it does to an event.
 */
export function leafMac(key: KeyObject): LeafMac {
  const secret = key.export();
  if (secret.length !== 32) throw new RangeError(`a mac key has 32 bytes, this one ${secret.length}`);
  const inner = padded(secret, 0x36);
  const outer = padded(secret, 0x5c);
  const schedule = new Int32Array(64);
  const state = new Int32Array(8);
  return (leaf) => {
    for (let i = 0; i < 8; i++) schedule[i] = leaf.readInt32BE(4 * i);
    closeBlock(schedule);
    compress(inner, schedule, state);
    schedule.set(state);
    closeBlock(schedule);
    compress(outer, schedule, state);
    const mac = Buffer.allocUnsafe(32);
    for (let i = 0; i < 8; i++) mac.writeInt32BE(state[i] as number, 4 * i);
    return mac;
  };
}
