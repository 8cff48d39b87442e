import type { KeptObject, WriteOnceStore } from "../../ports/write-once-store.ts";
import { noLock, s3Fault, statusOf } from "./s3-fault.ts";
import { placeText, type S3Place } from "./s3-place.ts";

/** A key of a store and its secret half; `sessionToken` with keys that end. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3StoreOptions {
  readonly place: S3Place;
  /** `null`: what the environment or its configuration files name. */
  readonly region: string | null;
  /** `null`: the SDK looks where AWS tools look, from the environment to the machine's role. */
  readonly credentials: S3Credentials | null;
  /** How long one request may take. Default 2 minutes. */
  readonly requestTimeoutMs?: number;
}

const connectionTimeoutMs = 10_000;
/** What S3 calls the version of an object in a bucket without versions. */
const unversioned = "null";
const locks = { COMPLIANCE: "compliance", GOVERNANCE: "governance" } as const;

const toBase64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

/** Locks are kept to the second: a time between two of them is rounded up, so that nothing is kept shorter than asked. */
const wholeSecond = (at: number): Date => new Date(Math.ceil(at / 1000) * 1000);

/** All bytes up to `most`, and then those of the piece that goes beyond: a store that sends without end fills no memory. */
async function firstBytes(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length > most) break;
  }
  return Buffer.concat(pieces);
}

/**
 * A bucket of S3, or of a store that speaks its protocol, whose objects are locked in compliance mode. The SDK is loaded here
 * and nowhere else. A request that fails on the way is tried three times in all; a key that was taken meanwhile is not
 * written twice, because every put asks that there be none.
 */
export async function openS3Store(options: S3StoreOptions): Promise<WriteOnceStore> {
  const { place, region, credentials, requestTimeoutMs = 120_000 } = options;
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    ...(region === null ? {} : { region }),
    ...(credentials === null ? {} : { credentials }),
    followRegionRedirects: place.endpoint === null,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  const text = placeText(place);
  const at = (name: string): { Bucket: string; Key: string } => ({
    Bucket: place.bucket,
    Key: place.prefix === "" ? name : `${place.prefix}/${name}`,
  });
  const told = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      throw s3Fault(text, error);
    }
  };

  return {
    place: text,
    async requireLock() {
      const { ObjectLockConfiguration: found } = await told(
        client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket: place.bucket })),
      );
      if (found?.ObjectLockEnabled !== "Enabled") throw noLock(text);
    },
    async head(name, versionId): Promise<KeptObject | null> {
      const version = versionId === undefined ? {} : { VersionId: versionId };
      const command = new sdk.HeadObjectCommand({ ...at(name), ...version, ChecksumMode: "ENABLED" });
      const head = await client.send(command).catch((error: unknown) => {
        // 405: that version is the mark of a deletion.
        if (statusOf(error) === 404 || statusOf(error) === 405) return null;
        throw s3Fault(text, error);
      });
      if (head === null) return null;
      const { ChecksumSHA256: sum, ChecksumType: kind = "FULL_OBJECT", ObjectLockMode: mode } = head;
      return {
        versionId: head.VersionId ?? unversioned,
        sha256: sum === undefined || kind !== "FULL_OBJECT" ? null : Buffer.from(sum, "base64").toString("hex"),
        bytes: head.ContentLength ?? 0,
        lock: mode === undefined ? null : locks[mode],
        retainUntil: head.ObjectLockRetainUntilDate?.getTime() ?? null,
      };
    },
    async put(name, { bytes, sha256, retainUntil }) {
      const command = new sdk.PutObjectCommand({
        ...at(name),
        Body: bytes,
        ContentLength: bytes.length,
        ContentType: "application/octet-stream",
        ChecksumAlgorithm: "SHA256",
        ChecksumSHA256: toBase64(sha256),
        ObjectLockMode: "COMPLIANCE",
        ObjectLockRetainUntilDate: wholeSecond(retainUntil),
        IfNoneMatch: "*",
      });
      try {
        const { VersionId: version = unversioned } = await client.send(command);
        return version;
      } catch (error) {
        // 409: another put of the same name is under way.
        if (statusOf(error) === 412 || statusOf(error) === 409) return null;
        throw s3Fault(text, error);
      }
    },
    async lengthen(name, versionId, retainUntil) {
      const until = { Mode: "COMPLIANCE", RetainUntilDate: wholeSecond(retainUntil) } as const;
      await told(
        client.send(new sdk.PutObjectRetentionCommand({ ...at(name), VersionId: versionId, Retention: until })),
      );
    },
    async get(name, versionId, most) {
      const command = new sdk.GetObjectCommand({ ...at(name), VersionId: versionId });
      const read = async (): Promise<Uint8Array> => {
        const { Body } = await client.send(command);
        return await firstBytes((Body ?? []) as AsyncIterable<Uint8Array>, most);
      };
      return await told(read());
    },
    close: () => client.destroy(),
  };
}
