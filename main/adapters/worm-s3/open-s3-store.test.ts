import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DeleteObjectCommand, PutObjectRetentionCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LocalS3, localS3 } from "../../../tests/worm/local-s3.ts";
import type { WriteOnceStore } from "../../ports/write-once-store.ts";
import { sha256Of } from "../journal-sqlite/archive-segment-bytes.ts";
import { openS3Store, type S3StoreOptions } from "./open-s3-store.ts";
import { readS3Place } from "./s3-place.ts";

let server: LocalS3;
let store: WriteOnceStore;

const open = (options: Partial<S3StoreOptions> = {}): Promise<WriteOnceStore> =>
  openS3Store({
    place: readS3Place("s3://records/desk", server.endpoint),
    region: "eu-central-1",
    credentials: server.keys,
    ...options,
  });

beforeEach(async () => {
  server = await localS3();
  store = await open();
});
afterEach(async () => {
  store.close();
  await server.close();
});

const bytes = Buffer.from("sealed");
const sha256 = sha256Of(bytes);
const retainUntil = Date.now() + 86_400_000 + 1;
const path = "/records/desk/j/one.pds";
const sealed = { bytes, sha256, retainUntil };

test("what is put is locked in compliance mode, carries its checksum, and is read back as it is kept", async () => {
  await store.requireLock();
  expect(await store.head("j/one.pds")).toBeNull();
  const version = (await store.put("j/one.pds", sealed)) ?? "";
  const headers = server.seen.find(({ method }) => method === "PUT")?.headers;
  expect(headers).toMatchObject({
    "x-amz-object-lock-mode": "COMPLIANCE",
    "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
    "x-amz-sdk-checksum-algorithm": "SHA256",
    "if-none-match": "*",
  });
  expect(headers?.authorization).toContain("x-amz-object-lock-retain-until-date");
  const until = Date.parse(String(headers?.["x-amz-object-lock-retain-until-date"]));
  // Kept to the second, and never shorter than asked.
  expect(until - retainUntil).toBeGreaterThanOrEqual(0);
  expect(until - retainUntil).toBeLessThan(1000);
  const held = { versionId: version, sha256, bytes: 6, lock: "compliance", retainUntil: until };
  expect(await store.head("j/one.pds")).toEqual(held);
  expect(await store.head("j/one.pds", version)).toEqual(held);
  expect(Buffer.from(await store.get("j/one.pds", version, 6))).toEqual(bytes);
  expect(await store.head("j/one.pds", "v99")).toBeNull();
});

test("a store that sends more than was asked for, and without end, is not listened to", async () => {
  const piece = Buffer.alloc(1 << 16);
  let sent = 0;
  let isCut = false;
  const endless = createServer((_request, response) => {
    response.once("close", () => {
      isCut = true;
    });
    const more = (): void => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
    };
    response.on("drain", more);
    more();
  });
  await new Promise<void>((resolve) => {
    endless.listen(0, "127.0.0.1", resolve);
  });
  const endpoint = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
  const there = await open({ place: readS3Place("s3://records", endpoint) });
  try {
    expect((await there.get("j/one.pds", "v1", 1000)).length).toBeGreaterThan(1000);
    await vi.waitFor(() => expect(isCut).toBe(true));
    expect(sent).toBeLessThan(1 << 26);
  } finally {
    there.close();
    endless.closeAllConnections();
    endless.close();
  }
});

test("the library is loaded when a store is opened, and not when the command is", () => {
  const script = `
    import { createRequire } from "node:module";
    const { cache } = createRequire(import.meta.url);
    const loaded = () => Object.keys(cache).some((file) => file.includes("client-s3"));
    await import(${JSON.stringify(new URL("../../commands/archive-store.ts", import.meta.url).href)});
    const before = loaded();
    const { openS3Store } = await import(${JSON.stringify(new URL("./open-s3-store.ts", import.meta.url).href)});
    const place = { bucket: "records", prefix: "", endpoint: null };
    (await openS3Store({ place, region: "eu-central-1", credentials: null })).close();
    console.log(JSON.stringify([before, loaded()]));`;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(JSON.parse(out)).toEqual([false, true]);
}, 60_000);

test("a locked version is neither deleted nor locked for less, and a deletion only hides it", async () => {
  const version = (await store.put("j/one.pds", sealed)) ?? "";
  const { endpoint, keys } = server;
  const client = new S3Client({ endpoint, region: "eu-central-1", credentials: keys, forcePathStyle: true });
  const at = { Bucket: "records", Key: "desk/j/one.pds" };
  await expect(client.send(new DeleteObjectCommand({ ...at, VersionId: version }))).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(store.lengthen("j/one.pds", version, Date.now() + 1000)).rejects.toMatchObject({ code: "WORM-DENIED" });
  const governed = { Mode: "GOVERNANCE", RetainUntilDate: new Date(retainUntil) } as const;
  await expect(
    client.send(new PutObjectRetentionCommand({ ...at, VersionId: version, Retention: governed })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  await client.send(new DeleteObjectCommand(at));
  client.destroy();
  expect(await store.head("j/one.pds")).toBeNull();
  expect(await store.head("j/one.pds", server.objects.get(path)?.at(-1)?.id)).toBeNull();
  expect(await store.head("j/one.pds", version)).toMatchObject({ sha256, lock: "compliance" });
  await store.lengthen("j/one.pds", version, retainUntil + 86_400_000);
  expect((await store.head("j/one.pds", version))?.retainUntil).toBeGreaterThan(retainUntil + 86_000_000);
});

test("a name that is taken is not written again, also where an answer was lost on the way", async () => {
  expect(await store.put("j/one.pds", sealed)).toBe("v1");
  expect(await store.put("j/one.pds", sealed)).toBeNull();
  server.mishap = ({ method, url }) =>
    method === "PUT" && url.includes("two") && !server.objects.has("/records/desk/j/two.pds") ? "cut-after" : null;
  // The SDK tries again and meets what its first try has written.
  expect(await store.put("j/two.pds", sealed)).toBeNull();
  expect(server.objects.get("/records/desk/j/two.pds")).toHaveLength(1);
});

test("a store that is busy once, or cut off once, is asked again", async () => {
  for (const mishap of [{ status: 503, code: "SlowDown" }, "cut"] as const) {
    let left = 1;
    server.mishap = () => (left-- > 0 ? mishap : null);
    await store.requireLock();
    expect(left).toBeLessThan(0);
  }
});

test("bytes that are not what their checksum says are refused by the store", async () => {
  await expect(store.put("j/one.pds", { ...sealed, sha256: sha256Of(Buffer.from("other")) })).rejects.toMatchObject({
    code: "WORM-DIGEST",
  });
  expect(server.objects.size).toBe(0);
});

test("a bucket without Object Lock is told plainly, by its settings and by a put", async () => {
  server.objectLock = false;
  await expect(store.requireLock()).rejects.toMatchObject({
    code: "WORM-NO-LOCK",
    message: expect.stringContaining("has no Object Lock") as string,
  });
  await expect(store.put("j/one.pds", sealed)).rejects.toMatchObject({ code: "WORM-NO-LOCK" });
  server.mishap = () => ({ status: 400, code: "InvalidRequest: a header is required for requests with Object Lock" });
  await expect(store.put("j/one.pds", sealed)).rejects.toMatchObject({ code: "WORM-STORE" });
});

test("a bucket whose lock is neither on nor off, and one whose region nobody named, are told as well", async () => {
  server.lockWord = "Disabled";
  await expect(store.requireLock()).rejects.toMatchObject({ code: "WORM-NO-LOCK" });
  vi.stubEnv("AWS_REGION", undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  const nowhere = await open({ place: readS3Place("s3://records"), region: null });
  await expect(nowhere.requireLock()).rejects.toMatchObject({ code: "WORM-REGION" });
  nowhere.close();
  vi.unstubAllEnvs();
});

test.for([
  [403, "AccessDenied", "WORM-DENIED"],
  [403, "InvalidAccessKeyId", "WORM-CREDENTIALS"],
  [400, "ExpiredToken", "WORM-CREDENTIALS"],
  [403, "RequestTimeTooSkewed", "WORM-CLOCK"],
  [404, "NoSuchBucket", "WORM-BUCKET"],
  [301, "PermanentRedirect", "WORM-REGION"],
  [503, "SlowDown", "WORM-NETWORK"],
  [501, "NotImplemented", "WORM-STORE"],
  [400, "MalformedXML", "WORM-STORE"],
] as const)("an answer %i %s is the fault %s, with a way out", async ([status, code, fault]) => {
  server.mishap = () => ({ status, code });
  const thrown: unknown = await store.requireLock().catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: fault, remedy: expect.stringMatching(/\w{20}|.{30}/) as string });
  expect(String((thrown as Error).message)).toContain("s3://records/desk");
});

test("a wrong secret, a machine that is not there and an answer that never comes are told apart", async () => {
  const wrong = await open({ credentials: { ...server.keys, secretAccessKey: "another" } });
  await expect(wrong.requireLock()).rejects.toMatchObject({ code: "WORM-CREDENTIALS" });
  wrong.close();
  server.mishap = () => ({ status: 403, code: "Forbidden" });
  await expect(store.head("j/one.pds")).rejects.toMatchObject({ code: "WORM-DENIED" });

  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    silent.listen(0, "127.0.0.1", resolve);
  });
  const { port } = silent.address() as AddressInfo;
  const place = readS3Place("s3://records", `http://127.0.0.1:${port}`);
  const waiting = await open({ place, requestTimeoutMs: 50 });
  await expect(waiting.requireLock()).rejects.toMatchObject({ code: "WORM-NETWORK" });
  silent.closeAllConnections();
  await new Promise((resolve) => {
    silent.close(resolve);
  });
  await expect(waiting.requireLock()).rejects.toMatchObject({ code: "WORM-NETWORK" });
  waiting.close();
});
