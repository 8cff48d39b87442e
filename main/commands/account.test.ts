import { mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { machineClock, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import type { Bundle } from "../audit/bundle.ts";
import { commitTo } from "../audit/redaction.ts";
import { runAccount } from "./account.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { openConsole } from "./console.ts";
import { runExport } from "./export.ts";
import { exportCommand } from "./export-command.ts";
import { runCommandLine } from "./run-command-line.ts";
import { UsageError } from "./usage-error.ts";
import { runVerify } from "./verify.ts";

const { configHash: _, ...build } = testBuild;
const host: CommandHost = {
  clock: machineClock,
  build,
  env: {},
  secrets: Promise.resolve({ store: { ...sessionSecrets(), storage: "keychain" as const }, note: "" }),
};
const readText = (file: string): string => readFileSync(file, "utf8");

test.each([
  ["", "Firm Ltd"],
  [" ", "Firm Ltd"],
  ["98765432", ""],
])("an account of the number '%s' at '%s' is none, and nothing is recorded of it", (number, firm) =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    const before = await withJournal(host, profileDir, async (journal) => journal.health().events);
    await expect(runAccount({ host, profileDir, number, firm })).rejects.toThrow(UsageError);
    const after = await withJournal(host, profileDir, async (journal) => journal.health().events);
    // What opens and closes one session.
    expect(after - before).toBe(2);
  }),
);

test("an account's number stands in the record as a commitment, which only its opening shows", () =>
  withProfile(async (profileDir) => {
    const [out, openings] = [join(profileDir, "b.json"), join(profileDir, "o.json")];
    await withJournal(host, profileDir, async () => {});
    const { seq } = await runAccount({ host, profileDir, number: "98765432", firm: "Firm Ltd" });
    expect(statSync(join(profileDir, "openings.json")).mode & 0o077).toBe(0);
    const exported = await runExport({ host, profileDir, out, openings });
    expect(exported.opened).toBe(1);
    expect(readText(out)).not.toContain("98765432");
    expect(readText(out)).toContain("Firm Ltd");
    const bundle = JSON.parse(readText(out)) as Bundle;
    expect(bundle.redactions).toMatchObject([{ seq, path: "/data/account" }]);
    const closed = runVerify({ file: out });
    expect(closed.exitCode).toBe(0);
    expect(closed.lines.join("\n")).toContain("1 redacted values stay closed");
    const opened = runVerify({ file: out, openings });
    expect(opened.exitCode).toBe(0);
    expect(opened.lines.join("\n")).toContain("1 of them opened");
    // Another number with the same salt, and a bundle that lists another commitment, are both found out.
    writeFileSync(join(profileDir, "lie.json"), readText(openings).replace("98765432", "98765433"));
    expect(runVerify({ file: out, openings: join(profileDir, "lie.json") }).exitCode).toBe(1);
    const [redaction] = bundle.redactions;
    const lie = { ...bundle, redactions: [{ ...redaction, commitment: "0".repeat(64) }] };
    writeFileSync(join(profileDir, "lie.json"), JSON.stringify(lie));
    expect(runVerify({ file: join(profileDir, "lie.json") }).exitCode).toBe(1);
  }));

test("a redacted value stays closed in the openings, and a part opens its own range only", () =>
  withProfile(async (profileDir) => {
    const [out, openings] = [join(profileDir, "b.json"), join(profileDir, "o.json")];
    await expect(runAccount({ host, profileDir, number: "1", firm: "A" })).rejects.toMatchObject({
      code: "STORAGE-NONE",
    });
    await withJournal(host, profileDir, async () => {});
    await runAccount({ host, profileDir, number: "1", firm: "A" });
    const { seq } = await runAccount({ host, profileDir, number: "2", firm: "B" });
    expect(await runExport({ host, profileDir, out, openings, redact: ["account"] })).toMatchObject({ opened: 0 });
    expect(await runExport({ host, profileDir, out, openings, from: seq, to: seq })).toMatchObject({ opened: 1 });
    expect(readText(openings)).not.toContain('"value": "1"');
    expect(runVerify({ file: out, openings })).toMatchObject({ exitCode: 0 });
    writeFileSync(join(profileDir, "openings.json"), "{}");
    await expect(runExport({ host, profileDir, out, openings })).rejects.toMatchObject({ code: "OPENINGS-FILE" });
  }));

test("equal values have different commitments, a salt has 128 bits, and only what is committed can be redacted", async () => {
  const salt = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);
  expect(commitTo(nodePrimitives, salt(1), "7")).not.toBe(commitTo(nodePrimitives, salt(2), "7"));
  expect(() => commitTo(nodePrimitives, new Uint8Array(15), "7")).toThrow("16 bytes");
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text), on: () => {} };
  const console = openConsole(stream as never, stream as never);
  const words = ["export", "--out", "x", "--redact", "price"];
  expect(await runCommandLine({ words, commands: [exportCommand], version: "0", console, debug: false })).toBe(2);
  expect(said.join("")).toContain("name one of account");
});

test("a number whose opening cannot be kept is not committed to: nobody could ever open it", () =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    // Where the file is written before it gets its name there is something else.
    const blocked = [".new", ".tmp"].map((end) => join(profileDir, `openings.json${end}`));
    for (const path of blocked) mkdirSync(path);
    await expect(runAccount({ host, profileDir, number: "1", firm: "A" })).rejects.toMatchObject({
      code: "OPENINGS-FILE",
      message: expect.stringContaining("cannot be written"),
    });
    for (const path of blocked) rmdirSync(path);
    const { seq } = await runAccount({ host, profileDir, number: "2", firm: "A" });
    const [out, openings] = [join(profileDir, "b.json"), join(profileDir, "o.json")];
    await runExport({ host, profileDir, out, openings });
    expect((JSON.parse(readText(out)) as Bundle).redactions).toMatchObject([{ seq }]);
    expect(runVerify({ file: out, openings }).exitCode).toBe(0);
  }));

test("an opening of an event that never reached the disk is not given away: it would fail an honest record", () =>
  withProfile(async (profileDir) => {
    const [out, openings] = [join(profileDir, "b.json"), join(profileDir, "o.json")];
    await withJournal(host, profileDir, async () => {});
    const { seq } = await runAccount({ host, profileDir, number: "1", firm: "A" });
    const kept = JSON.parse(readText(join(profileDir, "openings.json"))) as { openings: object[] };
    // A desk was killed twice before it recorded the commitment: once another event took the number, once this one did.
    const lost = [1, seq].map((at) => ({ ...kept.openings[0], seq: at, value: "2" }));
    writeFileSync(
      join(profileDir, "openings.json"),
      JSON.stringify({ ...kept, openings: [...lost, ...kept.openings] }),
    );
    expect(await runExport({ host, profileDir, out, openings })).toMatchObject({ opened: 1 });
    const opened = runVerify({ file: out, openings });
    expect(opened.lines.join("\n")).toContain("1 of them opened");
    expect(opened.exitCode).toBe(0);
  }));
