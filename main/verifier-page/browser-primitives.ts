import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Primitives } from "../audit/primitives.ts";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** The functions that proofs need, in any browser and without a network. Signatures are held to RFC 8032, not to the laxer ZIP 215. */
export const browserPrimitives: Primitives = {
  utf8: (text) => encoder.encode(text),
  decodeUtf8,
  isUtf8: (bytes) => decodeUtf8(bytes) !== null,
  sha256: (bytes) => sha256(bytes),
  sha256Into: (bytes, into, at) => {
    const digest = sha256(bytes);
    into.set(digest, at);
    return at + digest.length;
  },
  verifyEd25519: (publicKey, message, signature) => {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
};
