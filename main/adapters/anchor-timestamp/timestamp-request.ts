import { hash } from "node:crypto";
import { child, children, readDer, writeDer } from "./der.ts";

/** SHA-256 as an AlgorithmIdentifier. */
const sha256Algorithm = Buffer.from("300d06096086480165030402010500", "hex");

/**
 * An RFC 3161 `TimeStampReq` over the SHA-256 of a message, with a nonce of positive sign, that asks for the certificates
 * to be put into the token.
 */
export function timestampRequest(message: Uint8Array, nonce: Uint8Array): Buffer {
  const imprint = writeDer(0x30, sha256Algorithm, writeDer(4, hash("sha256", message, "buffer")));
  const version = writeDer(2, Buffer.from([1]));
  return writeDer(0x30, version, imprint, writeDer(2, derInteger(nonce)), writeDer(1, Buffer.from([255])));
}

/** The shortest content of a positive INTEGER. */
export function derInteger(bytes: Uint8Array): Buffer {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const short = Buffer.from(bytes.subarray(from));
  return (short[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), short]) : short;
}

/** Takes the token out of a `TimeStampResp`, or takes a bare token as it is. Throws a RangeError with the reason where there is none. */
export function tokenOf(bytes: Buffer): Buffer {
  const outer = readDer(bytes);
  const [first, token] = children(outer);
  if (first?.tag === 6) return outer.whole;
  if (first?.tag !== 0x30) throw new RangeError("neither an answer nor a token");
  const status = child(first, 0, 2).content.readIntBE(0, Math.min(6, child(first, 0, 2).content.length));
  if ((status !== 0 && status !== 1) || token?.tag !== 0x30) {
    const words = children(first)[1];
    const said =
      words?.tag === 0x30
        ? `: ${children(words)
            .map(({ content }) => content.toString("utf8"))
            .join(" ")}`
        : "";
    throw new RangeError(`the authority granted no token (status ${status})${said.slice(0, 200)}`);
  }
  return token.whole;
}
