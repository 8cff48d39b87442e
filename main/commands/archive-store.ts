import { type FetchedSegment, fetchSegments } from "../adapters/journal-sqlite/archive-fetch.ts";
import { type SegmentUpload, uploadSegments } from "../adapters/journal-sqlite/archive-upload.ts";
import { type CheckedUpload, checkUploads } from "../adapters/journal-sqlite/archive-upload-check.ts";
import {
  credentialsToKeep,
  environmentDecides,
  forgetCredentials,
  readKeptCredentials,
} from "../adapters/worm-s3/kept-credentials.ts";
import { openS3Store } from "../adapters/worm-s3/open-s3-store.ts";
import { placeText, readS3Place, type S3Place } from "../adapters/worm-s3/s3-place.ts";
import type { WriteOnceStore } from "../ports/write-once-store.ts";
import { timeAfter } from "./calendar-age.ts";
import { type CommandHost, openSecrets } from "./command-host.ts";
import { UsageError } from "./usage-error.ts";

export interface ArchiveStoreOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  /** `s3://bucket/prefix`. */
  readonly store: string;
  readonly endpoint?: string;
  readonly region?: string;
  /** Of an upload how long a segment stays locked after it was sealed (default 7y), of a check how long it should. */
  readonly retain?: string;
  readonly keep?: boolean;
  /** Hears what became of each segment while others wait. */
  readonly tell?: (line: string) => void;
}

export interface ArchiveStoreResult {
  readonly exitCode: 0 | 1;
  readonly place: string;
  /** For a person. */
  readonly lines: readonly string[];
}

const defaultRetain = "7y";
/** Amazon takes no more. */
const mostRetained = "100y";

const retention =
  (retain: string) =>
  (sealedAt: number): number =>
    timeAfter(sealedAt, retain, "--retain");

function checkRetain(retain: string): string {
  const length = timeAfter(0, retain, "--retain");
  if (length > 0 && length <= timeAfter(0, mostRetained, "--retain")) return retain;
  throw new UsageError(`--retain does not take "${retain}"`, `give a time of at most ${mostRetained}, for example 7y`);
}

async function withStore<T>(options: ArchiveStoreOptions, use: (store: WriteOnceStore) => Promise<T>): Promise<T> {
  const { host, endpoint, keep = false } = options;
  const place = readS3Place(options.store, endpoint);
  const decided = environmentDecides(host.env);
  const secrets = keep || !decided ? (await openSecrets(host)).store : null;
  const kept = secrets === null || decided ? null : await readKeptCredentials(secrets, place);
  const keepThem = secrets !== null && keep ? credentialsToKeep(secrets, place, host.env) : null;
  const fallback = endpoint === undefined ? null : (host.env["AWS_REGION"] ?? "us-east-1");
  const store = await openS3Store({ place, region: options.region ?? fallback, credentials: kept });
  try {
    const result = await use(store);
    // What did not open the store is not worth keeping.
    await keepThem?.();
    return result;
  } finally {
    store.close();
  }
}

const keptLine = (keep: boolean | undefined): string[] =>
  keep === true ? ["The keychain keeps the credentials for this bucket from now on."] : [];

const outcomes: Readonly<Record<SegmentUpload["outcome"], string>> = {
  uploaded: "uploaded",
  found: "was there already",
  kept: "is there",
  lengthened: "was there, and is locked for longer now",
  over: "was uploaded and its time is over",
};

/** The `archive --upload` command. Throws a UsageError and the Faults of {@link uploadSegments}. */
export async function runUpload(
  options: ArchiveStoreOptions,
): Promise<ArchiveStoreResult & { readonly retain: string; readonly segments: readonly SegmentUpload[] }> {
  const { profileDir, host } = options;
  const retain = checkRetain(options.retain ?? defaultRetain);
  return await withStore(options, async (store) => {
    const segments = await uploadSegments({
      profileDir,
      store,
      retainUntil: retention(retain),
      now: () => host.clock.now(),
      onSegment: ({ file, outcome }, done, of) => options.tell?.(`${done} of ${of}: ${file} ${outcomes[outcome]}`),
    });
    const fresh = segments.filter(({ outcome }) => outcome === "uploaded").length;
    const lines = segments.map(
      ({ file, outcome, versionId, retainUntil }) =>
        `  ${file} ${outcomes[outcome]}, locked until ${retainUntil}, version ${versionId}`,
    );
    const summary =
      segments.length === 0
        ? "Nothing is archived yet, so there is nothing to upload; archive first."
        : `${store.place}: ${fresh} of ${segments.length} segments uploaded, each read back. Nobody can delete them before their date.`;
    return { exitCode: 0, place: store.place, retain, segments, lines: [summary, ...lines, ...keptLine(options.keep)] };
  });
}

function checkLine({ file, local, remote, over, retainUntil, problem }: CheckedUpload): string {
  const here = local === "sealed" ? "" : `; the file here is ${local}`;
  const there = remote === "kept" ? `is kept until ${retainUntil}` : `is ${remote} there: ${problem}`;
  const above = over === null ? "" : `; a ${over} lies over it, which took nothing away`;
  return `  ${file} ${there}${above}${here}`;
}

/** The `archive --check-upload` command: exits 1 where a segment or its copy is not as it should be. Throws a UsageError and the Faults of {@link checkUploads}. */
export async function runUploadCheck(
  options: ArchiveStoreOptions,
): Promise<ArchiveStoreResult & { readonly segments: readonly CheckedUpload[] }> {
  const { profileDir, host } = options;
  const retain = options.retain === undefined ? null : retention(checkRetain(options.retain));
  return await withStore(options, async (store) => {
    const segments = await checkUploads({ profileDir, store, retainUntil: retain, now: host.clock.now() });
    const wrong = segments.filter(({ local, remote }) => local !== "sealed" || remote !== "kept").length;
    const summary =
      wrong === 0
        ? `${store.place} holds all ${segments.length} segments as they were sealed, locked in compliance mode.`
        : `${wrong} of ${segments.length} segments are not as they should be, here or at ${store.place}:`;
    const lines = [summary, ...segments.map(checkLine), ...keptLine(options.keep)];
    return { exitCode: wrong === 0 ? 0 : 1, place: store.place, segments, lines };
  });
}

/** The `archive --fetch` command. Throws the Faults of {@link fetchSegments}. */
export async function runFetch(
  options: ArchiveStoreOptions,
): Promise<ArchiveStoreResult & { readonly fetched: readonly FetchedSegment[] }> {
  return await withStore(options, async (store) => {
    const fetched = await fetchSegments(options.profileDir, store);
    const lines =
      fetched.length === 0
        ? ["Every segment lies here as it was sealed; nothing was fetched."]
        : fetched.map(({ file, was, bytes }) => `${file} was ${was} and is back: ${bytes} bytes, as they were sealed`);
    return { exitCode: 0, place: store.place, fetched, lines: [...lines, ...keptLine(options.keep)] };
  });
}

/** The `archive --forget-credentials` command. Throws a Fault `KEYCHAIN-FAILED`. */
export async function runForget(
  options: Pick<ArchiveStoreOptions, "host" | "store" | "endpoint">,
): Promise<ArchiveStoreResult> {
  const place: S3Place = readS3Place(options.store, options.endpoint);
  await forgetCredentials((await openSecrets(options.host)).store, place);
  const text = placeText(place);
  return { exitCode: 0, place: text, lines: [`The keychain keeps nothing for ${text} any more.`] };
}
