import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

const place = "s3://BUCKET/PREFIX";

export const archiveCommand = defineCommand({
  name: "archive",
  summary: "moves old events into sealed, compressed segments that still verify and answer, and uploads those",
  positionals: [],
  options: {
    olderThan: {
      kind: "text",
      value: "AGE",
      text: "events older than this leave the journal's file, e.g. 90d, 12mo, 2y (default 12mo)",
    },
    list: { kind: "flag", text: "list the segments and where they were uploaded to, and change nothing" },
    upload: { kind: "text", value: place, text: "upload the segments that are not there yet, and lock them" },
    checkUpload: { kind: "text", value: place, text: "compare every segment, here and there, with what was sealed" },
    fetch: { kind: "text", value: place, text: "bring back segments that are missing or changed here" },
    forgetCredentials: { kind: "text", value: place, text: "remove what the keychain keeps for the bucket" },
    retain: {
      kind: "text",
      value: "AGE",
      text: "how long after its sealing nobody can delete an uploaded segment, at most 100y (default 7y)",
    },
    endpoint: { kind: "text", value: "URL", text: "the address of a store that is not Amazon's" },
    region: {
      kind: "text",
      value: "NAME",
      text: "the bucket's region (default: AWS_REGION, or the AWS configuration)",
    },
    keepCredentials: {
      kind: "flag",
      text: "keep the environment's credentials in the keychain if they open the bucket",
    },
    profile: profileOption,
  },
  notes: [
    "Close the desk before archiving. The last session always stays, and a segment ends at a signed checkpoint.",
    "Segments lie in the profile's `segments` folder; a backup carries them.",
    "Uploading, checking and fetching work beside a running desk, and need a bucket with Object Lock.",
    "An upload cannot be taken back before its time by anybody: not by you, and not by who owns the bucket.",
    "Credentials come from where AWS tools look (AWS_ACCESS_KEY_ID, AWS_PROFILE, a role) or from the keychain, never from an option.",
  ],
  examples: [
    "archive --profile ./p",
    "archive --profile ./p --older-than 6mo --json",
    "archive --profile ./p --list",
    "archive --profile ./p --upload s3://my-records/desk --retain 7y --region eu-central-1",
    "archive --profile ./p --check-upload s3://my-records/desk",
  ],
  run: async ({ options }, console) => {
    const { json, list, olderThan, profile, upload, checkUpload, fetch, forgetCredentials } = options;
    const given = { olderThan, list: list || undefined, upload, checkUpload, fetch, forgetCredentials };
    const wishes = Object.values(given).filter((wish) => wish !== undefined);
    if (wishes.length > 1) {
      throw new UsageError("archive does one thing at a time", "archive first; then list, upload, check or fetch");
    }
    const store = upload ?? checkUpload ?? fetch ?? forgetCredentials;
    const { retain, endpoint, region, keepCredentials: keep } = options;
    if (store === undefined && (keep || (retain ?? endpoint ?? region) !== undefined)) {
      throw new UsageError(
        "--retain, --endpoint, --region and --keep-credentials belong to a store",
        `name it, for example --upload ${place}`,
      );
    }
    const profileDir = profileDirOf(profile);
    const act = async () => {
      if (store === undefined) {
        const { listArchive, runArchive } = await import("./archive.ts");
        return list
          ? listArchive(profileDir)
          : runArchive({ profileDir, now: Date.now(), ...(olderThan === undefined ? {} : { olderThan }) });
      }
      const [stores, { systemHost }] = await Promise.all([import("./archive-store.ts"), import("./system-host.ts")]);
      const request = {
        host: systemHost(),
        profileDir,
        store,
        keep,
        tell: (line: string) => console.err(line),
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(region === undefined ? {} : { region }),
        ...(retain === undefined ? {} : { retain }),
      };
      if (upload !== undefined) return await stores.runUpload(request);
      if (checkUpload !== undefined) return await stores.runUploadCheck(request);
      return fetch === undefined ? await stores.runForget(request) : await stores.runFetch(request);
    };
    const { lines, exitCode = 0, ...document } = { exitCode: 0, ...(await act()) };
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
