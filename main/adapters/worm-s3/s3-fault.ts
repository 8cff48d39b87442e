import { Fault, type FaultCategory } from "../../../shared/model/fault.ts";

interface Meaning {
  readonly code: string;
  readonly category: FaultCategory;
  /** What is said before the store's own words. */
  readonly what: string;
  readonly remedy: string;
}

const meanings = {
  credentials: {
    code: "WORM-CREDENTIALS",
    category: "security",
    what: "knows no credentials that hold",
    remedy:
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or sign in with AWS_PROFILE, or keep them in the keychain with archive --keep-credentials.",
  },
  clock: {
    code: "WORM-CLOCK",
    category: "security",
    what: "refuses requests because this machine's clock is wrong",
    remedy: "Set the clock (the desk's clock check says by how much it is off) and run this again.",
  },
  bucket: {
    code: "WORM-BUCKET",
    category: "validation",
    what: "does not exist",
    remedy: "Check the bucket's name, the endpoint and the region; this command creates no bucket.",
  },
  unlocked: {
    code: "WORM-NO-LOCK",
    category: "storage",
    what: "has no Object Lock, so what lies in it can be deleted and nothing was put there",
    remedy: "Create a bucket with Object Lock enabled (it brings versioning along) and name that one.",
  },
  denied: {
    code: "WORM-DENIED",
    category: "security",
    what: "does not let these credentials do it",
    remedy:
      "Allow s3:ListBucket and s3:GetBucketObjectLockConfiguration on the bucket, and s3:PutObject, s3:GetObject, s3:GetObjectVersion, s3:PutObjectRetention and s3:GetObjectRetention in it; no right to delete is needed.",
  },
  region: {
    code: "WORM-REGION",
    category: "validation",
    what: "lies in another region, or none was named",
    remedy: "Name the bucket's region with --region, or set AWS_REGION.",
  },
  digest: {
    code: "WORM-DIGEST",
    category: "network",
    what: "received other bytes than were sent, and kept none",
    remedy: "Run this again; what is already there is not sent twice.",
  },
  network: {
    code: "WORM-NETWORK",
    category: "network",
    what: "cannot be reached",
    remedy: "Check the connection and the endpoint and run this again; what is already there is not sent twice.",
  },
  other: {
    code: "WORM-STORE",
    category: "storage",
    what: "answers in a way that is not understood",
    remedy:
      "Check that the store speaks S3 with versions, checksums (SHA-256), conditional writes and Object Lock, or name another.",
  },
} as const satisfies Record<string, Meaning>;

/** The store's own words for what went wrong, by Amazon's list of error codes. */
const byName: Readonly<Record<string, keyof typeof meanings>> = {
  CredentialsProviderError: "credentials",
  InvalidAccessKeyId: "credentials",
  SignatureDoesNotMatch: "credentials",
  ExpiredToken: "credentials",
  InvalidToken: "credentials",
  TokenRefreshRequired: "credentials",
  RequestTimeTooSkewed: "clock",
  NoSuchBucket: "bucket",
  ObjectLockConfigurationNotFoundError: "unlocked",
  AccessDenied: "denied",
  PermanentRedirect: "region",
  AuthorizationHeaderMalformed: "region",
  IllegalLocationConstraintException: "region",
  BadDigest: "digest",
  XAmzContentChecksumMismatch: "digest",
  TimeoutError: "network",
  NotImplemented: "other",
};

/** How stores say that a bucket has no lock: "Bucket is missing Object Lock Configuration", also written as one word. */
const missingLock = /missing object ?lock|object ?lock\b.*\b(not enabled|does not exist)/i;

/** The status of the answer that an error of the SDK carries, 0 for none. */
export function statusOf(error: unknown): number {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
}

function meaningOf(error: unknown): Meaning {
  const { name, message, code } = error as Error & { code?: unknown };
  const status = statusOf(error);
  const known = byName[name];
  if (known !== undefined) return meanings[known];
  if (missingLock.test(message)) return meanings.unlocked;
  if (/region is missing/i.test(message)) return meanings.region;
  if (/credential|token is expired|sso/i.test(message) && status === 0) return meanings.credentials;
  if (status === 403) return meanings.denied;
  if (status === 301) return meanings.region;
  if (status >= 500 || status === 429 || (status === 0 && typeof code === "string")) return meanings.network;
  return meanings.other;
}

/** What an error of the SDK means to a person; a Fault stays what it is. */
export function s3Fault(place: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { code, category, what, remedy } = meaningOf(error);
  const { name, message, code: cause } = error as Error & { code?: unknown };
  const parts = [name, typeof cause === "string" ? cause : "", message];
  const said = [...new Set(parts)].filter((part) => part !== "" && part !== "Error").join(": ");
  return new Fault(code, category, `${place} ${what} (${said})`, remedy, { cause: error });
}

/** The bucket has Object Lock neither switched on nor off. */
export function noLock(place: string): Fault {
  const { code, category, what, remedy } = meanings.unlocked;
  return new Fault(code, category, `${place} ${what}`, remedy);
}
