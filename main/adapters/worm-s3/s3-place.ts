import { Fault } from "../../../shared/model/fault.ts";

/** Where in which bucket, and whose machine it is. */
export interface S3Place {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket's root. */
  readonly prefix: string;
  /** `null` for Amazon's own. */
  readonly endpoint: string | null;
}

function malformed(message: string, remedy: string): Fault {
  return new Fault("WORM-ADDRESS", "validation", message, remedy);
}

/** Bucket names by Amazon's rules, which others follow. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** What every store takes in a key without escaping it. */
const prefixPart = /^[A-Za-z0-9][A-Za-z0-9!_.'()-]*$/;

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const here = url !== null && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname);
  if (url?.username || url?.password) {
    throw malformed(
      "the address of the store carries a name or a password",
      "Leave them out of the address; see: proofdesk archive --help",
    );
  }
  if (url?.protocol === "https:" || (url?.protocol === "http:" && here)) return url.origin;
  throw malformed(
    `${text} is not an address of a store`,
    "Give --endpoint https://HOST; plain http is taken for this machine only.",
  );
}

/** Reads `s3://bucket/prefix` and the endpoint of a store that is not Amazon's. Throws a Fault `WORM-ADDRESS`. */
export function readS3Place(text: string, endpoint?: string): S3Place {
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/.exec(text) ?? [];
  const prefix = path.replace(/\/+$/, "");
  const parts = prefix === "" ? [] : prefix.split("/");
  if (!bucketName.test(bucket) || prefix.length > 500 || !parts.every((part) => prefixPart.test(part))) {
    throw malformed(
      `"${text}" does not name a bucket`,
      "Write s3://BUCKET or s3://BUCKET/PREFIX: the bucket in lower case, the prefix in letters, digits, - and _.",
    );
  }
  return { bucket, prefix, endpoint: endpoint === undefined ? null : readEndpoint(endpoint) };
}

/** What a person calls it. */
export function placeText({ bucket, prefix, endpoint }: S3Place): string {
  const address = `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`;
  return endpoint === null ? address : `${address} at ${endpoint}`;
}
