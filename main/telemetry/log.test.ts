import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import { fillDisk, onSmallDisk } from "../../tests/crash/small-disk.ts";
import { createLog, silentLog } from "./log.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "proofdesk-log-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const now = (): number => Date.UTC(2026, 0, 31, 12);
const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("createLog", () => {
  it("writes lines of JSON with level, time, message and fields to the session's own file", async () => {
    const log = createLog({ dir: join(dir, "logs"), level: "info", now });
    log.debug("not this one");
    log.info("desk opened", { shell: "browser", seq: 12n });
    log.with({ room: "journal" }).warn("slow commit", { ms: 12 });
    await log.close();
    expect(log.file).toBe(join(dir, "logs", "desk-20260131T120000000Z.log"));
    const at = "2026-01-31T12:00:00.000Z";
    expect(linesOf(log.file)).toEqual([
      { level: "info", at, msg: "desk opened", shell: "browser", seq: "12" },
      { level: "warn", at, msg: "slow commit", room: "journal", ms: 12 },
    ]);
    if (process.platform !== "win32") expect(statSync(log.file).mode & 0o077).toBe(0);
  });

  it("outlives a disk without room, and goes on with its lines once there is some", async (context) => {
    const skipped = await onSmallDisk(1 << 20, async (disk) => {
      const ballast = join(disk, "ballast");
      const log = createLog({ dir: join(disk, "logs"), level: "info", now });
      log.info("before");
      await expect.poll(() => readFileSync(log.file, "utf8")).toContain("before");
      fillDisk(ballast);
      for (let n = 0; n < 200; n++) log.info("x".repeat(100), { n });
      await setTimeout(50);
      rmSync(ballast);
      log.info("behind");
      await log.close();
      const lines = linesOf(log.file);
      expect(lines.at(0)).toMatchObject({ msg: "before" });
      expect(lines.at(-1)).toMatchObject({ msg: "behind" });
      expect(lines).toHaveLength(202);

      const other = createLog({ dir: join(disk, "logs"), level: "info", now });
      fillDisk(ballast);
      for (let n = 0; n < 20_000; n++) other.info("x".repeat(100), { n });
      await setTimeout(50);
      await other.close();
    });
    if (skipped !== null) context.skip(skipped);
  });

  it("keeps secrets out, however deep they lie", async () => {
    const log = createLog({ dir, level: "debug", now });
    const secret = "s3cr3t-value";
    const fault = new Fault("X-1", "security", "refused", "try again", { cause: { password: secret } });
    const looped: Record<string, unknown> = { name: "loop" };
    looped["self"] = looped;
    log.error("all of them", {
      apiKey: secret,
      api_key: secret,
      nested: [{ ticket: secret, headers: { Authorization: secret, Cookie: secret } }],
      sessionKey: secret,
      key: secret,
      privateKey: secret,
      bytes: Buffer.from(secret),
      fault,
      looped,
      nothing: null,
      keyId: "shown",
    });
    log.with({ token: secret }).debug("child");
    await log.close();
    const text = readFileSync(log.file, "utf8");
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString("base64"));
    const [line] = linesOf(log.file);
    expect(line).toMatchObject({
      apiKey: "[redacted]",
      keyId: "shown",
      bytes: "[12 bytes]",
      nothing: null,
      fault: { name: "Fault", message: "refused", code: "X-1", remedy: "try again", cause: { password: "[redacted]" } },
    });
  });

  it("keeps the newest sessions, touches nothing else, and never shares a file", async () => {
    for (let day = 1; day <= 5; day++) writeFileSync(join(dir, `desk-2026010${day}T000000000Z.log`), "old");
    writeFileSync(join(dir, "notes.txt"), "mine");
    const first = createLog({ dir, level: "info", now, sessionsKept: 2 });
    first.info("one");
    await first.close();
    const second = createLog({ dir, level: "info", now, sessionsKept: 2 });
    second.info("two");
    await second.close();
    expect(readdirSync(dir).toSorted()).toEqual([
      "desk-20260105T000000000Z.log",
      "desk-20260131T120000000Z-1.log",
      "desk-20260131T120000000Z.log",
      "notes.txt",
    ]);
    expect(linesOf(first.file)).toHaveLength(1);
  });

  it("has a silent sister", () => {
    silentLog.info("nobody hears this");
    expect(silentLog.with({ a: 1 })).toBe(silentLog);
  });
});
