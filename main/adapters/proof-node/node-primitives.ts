import { isAscii, isUtf8 } from "node:buffer";
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";
import type { Primitives, Sign } from "../../audit/primitives.ts";

const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The points of small order, by their lower 255 bits, and their encodings beyond the field. Under such a key a signature
 * says nothing of the message; OpenSSL accepts some, so that they are refused here as the page's library refuses them.
 */
const smallOrder: ReadonlySet<string> = new Set(
  [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].map((hex) => Buffer.from(hex, "hex").toString("latin1")),
);

function isSmallOrder(publicKey: Uint8Array): boolean {
  const positive = Buffer.from(publicKey);
  positive[31] = (positive[31] ?? 0) & 0x7f;
  return smallOrder.has(positive.toString("latin1"));
}

/** A journal's checkpoints are signed by few keys: making one of them into a key of the platform takes as long as a check. */
const keys = new Map<string, KeyObject>();
const mostKeys = 256;

function keyOf(publicKey: Uint8Array): KeyObject {
  const id = Buffer.from(publicKey).toString("latin1");
  let key = keys.get(id);
  if (key === undefined) {
    if (isSmallOrder(publicKey)) throw new RangeError("a key of small order");
    key = createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: "der", type: "spki" });
    if (keys.size >= mostKeys) keys.clear();
    keys.set(id, key);
  }
  return key;
}

/** By way of a text of one character per byte: making a buffer takes the platform longer than hashing an event does. */
function sha256Into(bytes: Uint8Array, into: Uint8Array, at: number): number {
  const digest = hash("sha256", bytes, "binary");
  for (let i = 0; i < 32; i++) into[at + i] = digest.charCodeAt(i);
  return at + 32;
}

function sha256(bytes: Uint8Array): Buffer {
  const digest = Buffer.allocUnsafe(32);
  sha256Into(bytes, digest, 0);
  return digest;
}

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

/** The hash and signature functions of Node for the pure audit room. */
export const nodePrimitives: Primitives = {
  utf8: (text) => Buffer.from(text, "utf8"),
  decodeUtf8: (bytes) => {
    // A text of one byte a character is taken as it is.
    if (isAscii(bytes)) return latin1(bytes);
    try {
      return strictUtf8.decode(bytes);
    } catch {
      return null;
    }
  },
  isUtf8,
  sha256HexOfText: (text) => hash("sha256", text),
  sha256,
  sha256Into,
  verifyEd25519: (publicKey, message, signature) => {
    try {
      return verify(null, message, keyOf(publicKey), signature);
    } catch {
      return false;
    }
  },
};

/** Makes the signer and the raw public key of a 32-byte Ed25519 seed (RFC 8032 §5.1.5). */
export function ed25519FromSeed(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly sign: Sign } {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return { publicKey: spki.subarray(spkiHead.length), sign: (message) => sign(null, message, key) };
}

/** SHA-256 of a text or of bytes as lower-case hex. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}
