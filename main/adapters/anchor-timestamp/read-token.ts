import { hash, type KeyObject, verify, X509Certificate } from "node:crypto";
import { child, children, type Der, readDer, readOid, readTime } from "./der.ts";

const signedData = "1.2.840.113549.1.7.2";
const tstInfo = "1.2.840.113549.1.9.16.1.4";
const timeStamping = "1.3.6.1.5.5.7.3.8";
const attribute = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
} as const;
const digests: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** What a token that holds says. */
export interface Timestamp {
  /** UTC milliseconds. */
  readonly at: number;
  /** The subject of the certificate that signed, on one line. */
  readonly by: string;
  /** Hex of the nonce, empty where there is none. */
  readonly nonce: string;
}

interface SignerInfo {
  readonly digest: string;
  readonly attributes: ReadonlyMap<string, Der>;
  /** What was signed: the attributes as a SET OF. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

function digestOf(algorithm: Der): string {
  const name = digests[readOid(child(algorithm, 0, 6))];
  if (name === undefined) throw new RangeError("it uses a hash that is not of the SHA-2 family");
  return name;
}

function readSigner(info: Der): SignerInfo {
  const parts = children(info);
  const [, , algorithm, attributes] = parts;
  const signature = parts.find(({ tag }) => tag === 4);
  if (!algorithm || attributes?.tag !== 0xa0 || !signature) throw new RangeError("its signer signed no attributes");
  const values = new Map<string, Der>();
  for (const one of children(attributes)) {
    const [value, ...more] = children(child(one, 1, 0x31));
    const oid = readOid(child(one, 0, 6));
    if (!value || more.length > 0 || values.has(oid)) throw new RangeError("an attribute of its signer has two values");
    values.set(oid, value);
  }
  const signed = Buffer.from(attributes.whole);
  signed[0] = 0x31;
  return { digest: digestOf(algorithm), attributes: values, signed, signature: signature.content };
}

/** The certificate that the signed attributes name by its hash (RFC 5035, RFC 2634). */
function signingCertificate(signer: SignerInfo, certificates: readonly X509Certificate[]): X509Certificate {
  const v2 = signer.attributes.get(attribute.signingCertificateV2);
  const v1 = signer.attributes.get(attribute.signingCertificate);
  const named = v2 ?? v1;
  if (!named) throw new RangeError("its signer does not name the certificate");
  const [id] = children(child(named, 0, 0x30));
  const [first, second] = id ? children(id) : [];
  const digest = v2 ? (first?.tag === 0x30 ? digestOf(first) : "sha256") : "sha1";
  const wanted = first?.tag === 4 ? first : second;
  const found = certificates.find(({ raw }) => wanted?.content.equals(hash(digest, raw, "buffer")) === true);
  if (!found) throw new RangeError("it does not carry the certificate that signed it");
  return found;
}

function checkSignature({ digest, signed, signature }: SignerInfo, key: KeyObject): void {
  const type = key.asymmetricKeyType;
  if (type !== "rsa" && type !== "ec") throw new RangeError(`it is signed with a key of the kind ${String(type)}`);
  if (!verify(digest, signed, key, signature)) throw new RangeError("its signature is false");
}

const valid = (certificate: X509Certificate, at: number): boolean =>
  Date.parse(certificate.validFrom) <= at && at <= Date.parse(certificate.validTo);

/** Whether issuers lead from the certificate to a pinned root, all of them valid at that time. */
function leadsToRoot(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  at: number,
  left = 8,
): boolean {
  if (!valid(certificate, at) || left === 0) return false;
  const issued = (issuer: X509Certificate): boolean =>
    issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (roots.some((root) => root.raw.equals(certificate.raw) || (valid(root, at) && issued(root)))) return true;
  return others
    .filter((issuer) => !issuer.raw.equals(certificate.raw) && issued(issuer))
    .some((issuer) => leadsToRoot(issuer, others, roots, at, left - 1));
}

/**
 * Checks an RFC 3161 token over `message`: its imprint, its signature, the certificate that the signature names and its
 * purpose, and that issuers lead from it to one of the pinned `roots`. Whether a certificate was revoked is not asked.
 * Throws a RangeError that says what does not hold.
 */
export function readToken(token: Buffer, message: Uint8Array, roots: readonly X509Certificate[]): Timestamp {
  const content = readDer(token);
  if (readOid(child(content, 0, 6)) !== signedData) throw new RangeError("it is no signed data");
  const parts = children(child(child(content, 1, 0xa0), 0, 0x30));
  const [, , encapsulated] = parts;
  if (!encapsulated || readOid(child(encapsulated, 0, 6)) !== tstInfo) throw new RangeError("it is no timestamp");
  const info = child(child(encapsulated, 1, 0xa0), 0, 4).content;
  const [, , imprint, , time, ...optional] = children(readDer(info));
  if (!imprint || !time) throw new RangeError("it is no timestamp");
  const imprinted = digestOf(child(imprint, 0, 0x30));
  if (!child(imprint, 1, 4).content.equals(hash(imprinted, message, "buffer"))) {
    throw new RangeError("it is over something else");
  }
  const at = readTime(time);
  const carried = parts.find(({ tag }) => tag === 0xa0);
  const certificates = (carried ? children(carried) : []).map(({ whole }) => new X509Certificate(whole));
  const infos = parts.at(-1);
  const [first, ...more] = infos?.tag === 0x31 ? children(infos) : [];
  if (!first || more.length > 0) throw new RangeError("it has not one signer");
  const signer = readSigner(first);
  const type = signer.attributes.get(attribute.contentType);
  if (!type || readOid(type) !== tstInfo) throw new RangeError("its signer signed another kind of content");
  if (!signer.attributes.get(attribute.messageDigest)?.content.equals(hash(signer.digest, info, "buffer"))) {
    throw new RangeError("its signer signed another content");
  }
  const certificate = signingCertificate(signer, certificates);
  checkSignature(signer, certificate.publicKey);
  if (certificate.keyUsage?.length !== 1 || certificate.keyUsage[0] !== timeStamping) {
    throw new RangeError("its certificate is not one for timestamps alone");
  }
  if (!leadsToRoot(certificate, certificates, roots, at)) {
    throw new RangeError("no pinned root stands behind its certificate at that time");
  }
  const nonce = optional.find(({ tag }) => tag === 2);
  return { at, by: certificate.subject.replaceAll("\n", ", "), nonce: nonce?.content.toString("hex") ?? "" };
}
