import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryKeychain } from "../../tests/fixtures/memory-keychain.ts";
import { machineClock, testBuild } from "../../tests/journal/sample-journal.ts";
import { withArchivedProfile } from "../../tests/worm/archived-profile.ts";
import { type LocalS3, localS3 } from "../../tests/worm/local-s3.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import { listArchive } from "./archive.ts";
import { archiveCommand } from "./archive-command.ts";
import { type ArchiveStoreOptions, runFetch, runForget, runUpload, runUploadCheck } from "./archive-store.ts";
import { openConsole } from "./console.ts";
import { runCommandLine } from "./run-command-line.ts";

let server: LocalS3;
beforeEach(async () => {
  server = await localS3();
  // Nothing of the machine the test runs on says who may enter.
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  vi.stubEnv("AWS_PROFILE", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const giveKeys = (): void => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", server.keys.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", server.keys.secretAccessKey);
};

function optionsOf(profileDir: string, secrets: SecretStore = sessionSecrets()): ArchiveStoreOptions {
  const host = {
    clock: machineClock,
    build: testBuild,
    env: { ...process.env },
    secrets: Promise.resolve({ store: secrets, note: "" }),
  };
  return { host, profileDir, store: "s3://records/desk", endpoint: server.endpoint };
}

async function run(words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const into = (to: "out" | "err") => ({ write: (text: string) => (said[to] += text), on: () => undefined });
  const code = await runCommandLine({
    words: ["archive", ...words],
    commands: [archiveCommand],
    version: "0.0.0",
    console: openConsole(into("out"), into("err")),
    debug: false,
  });
  return { code, ...said };
}

test("an upload says until when nobody can delete what it took, and the list says where it lies", () =>
  withArchivedProfile(async (profileDir, segments) => {
    giveKeys();
    const told: string[] = [];
    const options = optionsOf(profileDir);
    const { lines, place } = await runUpload({ ...options, tell: (line) => told.push(line) });
    expect(place).toBe(`s3://records/desk at ${server.endpoint}`);
    expect(lines[0]).toContain(`${segments.length} of ${segments.length} segments uploaded`);
    expect(told).toHaveLength(segments.length);
    const year = new Date(segments[0]?.sealedAt ?? 0).getUTCFullYear() + 7;
    expect(lines[1]).toContain(`locked until ${year}-`);
    const list = listArchive(profileDir);
    expect(list.segments[0]?.uploads).toMatchObject([{ place, versionId: "v1" }]);
    expect(list.lines[1]).toContain(`locked until ${year}-`);
    const { exitCode, lines: checked } = await runUploadCheck(options);
    expect([exitCode, checked[0]]).toEqual([0, expect.stringContaining(`holds all ${segments.length} segments`)]);
    expect(await runUploadCheck({ ...options, retain: "8y" })).toMatchObject({ exitCode: 1 });
    const [key = "", versions = []] = [...server.objects][0] ?? [];
    const mark = { id: "v99", bytes: null, sha256: undefined, mode: undefined, until: undefined };
    server.objects.set(key, [...versions, mark]);
    const { exitCode: still, lines: marked } = await runUploadCheck(options);
    expect([still, marked[1]]).toEqual([0, expect.stringContaining("a deletion lies over it")]);
    rmSync(join(profileDir, "segments", segments[0]?.file ?? ""));
    const { exitCode: failed, lines: missing } = await runUploadCheck(options);
    expect([failed, missing[1]]).toEqual([1, expect.stringContaining("the file here is missing")]);
    expect((await runFetch(options)).lines[0]).toContain("is back");
    expect((await runFetch(options)).lines[0]).toContain("nothing was fetched");
    expect(await runUploadCheck(options)).toMatchObject({ exitCode: 0 });
  }));

test("credentials that opened the bucket are kept in the keychain for it, and forgotten when asked", () =>
  withArchivedProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    giveKeys();
    const { lines } = await runUpload({ ...optionsOf(profileDir, secrets), keep: true });
    expect(lines.join("\n")).not.toContain(server.keys.secretAccessKey);
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    const without = optionsOf(profileDir, secrets);
    expect(await runUploadCheck(without)).toMatchObject({ exitCode: 0 });
    // They are for this bucket alone.
    await expect(runUploadCheck({ ...without, store: "s3://another/desk" })).rejects.toMatchObject({
      code: "WORM-CREDENTIALS",
    });
    await runForget(without);
    await expect(runUploadCheck(without)).rejects.toMatchObject({
      code: "WORM-CREDENTIALS",
      remedy: expect.stringContaining("AWS_ACCESS_KEY_ID") as string,
    });
  }));

test("credentials are not kept where they do not open the bucket, end by themselves, or nothing keeps them", () =>
  withArchivedProfile(async (profileDir) => {
    const secrets = memoryKeychain();
    const keep = (store: SecretStore) => runUploadCheck({ ...optionsOf(profileDir, store), keep: true });
    const refused = { code: "WORM-CREDENTIALS" };
    await expect(keep(secrets)).rejects.toMatchObject(refused);
    vi.stubEnv("AWS_ACCESS_KEY_ID", server.keys.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wrong");
    await expect(keep(secrets)).rejects.toMatchObject(refused);
    giveKeys();
    await expect(keep(sessionSecrets())).rejects.toMatchObject(refused);
    vi.stubEnv("AWS_SESSION_TOKEN", "ends");
    await expect(keep(secrets)).rejects.toMatchObject(refused);
    const name = `archive-store:records@${server.endpoint}`;
    expect(await secrets.get(name)).toBeNull();
    vi.unstubAllEnvs();
    await secrets.set(name, "{");
    await expect(runUploadCheck(optionsOf(profileDir, secrets))).rejects.toMatchObject(refused);
  }));

test("the command does one thing at a time, and takes no time that no store takes", () =>
  withArchivedProfile(async (profileDir, segments) => {
    vi.stubEnv("PROOFDESK_KEYCHAIN", "off");
    giveKeys();
    const store = ["--profile", profileDir, "--endpoint", server.endpoint];
    const at = "s3://records/desk";
    const wrong: [string[], string][] = [
      [["--upload", at, "--list"], "one thing at a time"],
      [["--upload", at, "--fetch", at], "one thing at a time"],
      [["--retain", "7y"], "belong to a store"],
      [["--keep-credentials"], "belong to a store"],
      [["--upload", at, "--retain", "forever"], "--retain does not understand"],
      [["--upload", at, "--retain", "101y"], "at most 100y"],
      [["--upload", at, "--retain", "0d"], "at most 100y"],
      [["--upload", "records"], "does not name a bucket"],
    ];
    for (const [words, says] of wrong) {
      const { code, err } = await run(["--profile", profileDir, ...words]);
      expect([code, err]).toEqual([expect.toSatisfy((n: number) => n > 0), expect.stringContaining(says)]);
    }
    expect(server.seen).toEqual([]);
    const uploaded = await run([...store, "--upload", at, "--retain", "30d", "--json"]);
    expect(uploaded).toMatchObject({ code: 0, err: expect.stringContaining("uploaded") as string });
    expect(JSON.parse(uploaded.out)).toMatchObject({
      retain: "30d",
      segments: segments.map(() => ({ outcome: "uploaded" })),
    });
    expect(await run([...store, "--check-upload", at])).toMatchObject({ code: 0 });
    expect((await run([...store, "--fetch", at])).out).toContain("nothing was fetched");
    expect((await run([...store, "--forget-credentials", at])).out).toContain("keeps nothing");
    expect((await run(["--profile", profileDir, "--list"])).out).toContain("  uploaded ");
  }));
