import { randomBytes, X509Certificate } from "node:crypto";
import { Fault } from "../../../shared/model/fault.ts";
import { readToken, type Timestamp } from "./read-token.ts";
import { derInteger, timestampRequest, tokenOf } from "./timestamp-request.ts";

/** An authority that the user chose, with the roots they trust it by. */
export interface TimestampAuthority {
  readonly name: string;
  /** HTTPS; plain HTTP only on this machine. */
  readonly url: string;
  /** PEM, one or more certificates. */
  readonly rootPem: string;
}

export interface ReceivedToken extends Timestamp {
  readonly token: Buffer;
}

const maxTokenBytes = 200_000;

function refused(name: string, why: string, cause?: unknown): Fault {
  return new Fault(
    "ANCHOR-TIMESTAMP",
    "network",
    `the authority ${name} gave no timestamp that holds: ${why}`,
    "Check its address and its pinned root under the anchors of this profile, or choose another authority.",
    { cause },
  );
}

/** The certificates of a PEM text. Throws a Fault `ANCHOR-ROOT` where there is none. */
export function readRoots(name: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new RangeError("there is no certificate in it");
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new Fault(
      "ANCHOR-ROOT",
      "validation",
      `the root of ${name} is not a certificate in PEM: ${(error as Error).message}`,
      "Download the authority's root certificate in PEM and compare its fingerprint with what the authority publishes.",
      { cause: error },
    );
  }
}

function mayAsk(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return (
    url?.protocol === "https:" || (url?.protocol === "http:" && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname))
  );
}

/** Has an authority stamp the SHA-256 of a message and checks what it gives back. Throws a Fault `ANCHOR-TIMESTAMP`. */
export async function askAuthority(
  { name, url, rootPem }: TimestampAuthority,
  message: Uint8Array,
  timeoutMs: number,
): Promise<ReceivedToken> {
  if (!mayAsk(url)) throw refused(name, `${url} is not an https address`);
  const roots = readRoots(name, rootPem);
  const nonce = randomBytes(8);
  let token: Buffer;
  let read: Timestamp;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query" },
      body: timestampRequest(message, nonce),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    if (response.status !== 200) throw new RangeError(`it answered ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > maxTokenBytes) throw new RangeError(`its answer has more than ${maxTokenBytes} bytes`);
    token = tokenOf(bytes);
    read = readToken(token, message, roots);
  } catch (error) {
    throw refused(name, (error as Error).message, error);
  }
  if (read.nonce !== derInteger(nonce).toString("hex")) throw refused(name, "it answered another request");
  return { ...read, token };
}
