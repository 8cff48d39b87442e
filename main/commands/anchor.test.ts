import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasOpenssl, localAuthority } from "../../tests/anchors/local-authority.ts";
import { machineClock, sampleEvent, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import type { Bundle } from "../audit/bundle.ts";
import { parseCheckpoint } from "../audit/checkpoint.ts";
import { readEvent } from "../audit/event-text.ts";
import { formatVkey, verifyingKey } from "../audit/verifying-key.ts";
import { type AnchorOptions, type AnchorResult, runAnchor } from "./anchor.ts";
import { anchorCommand } from "./anchor-command.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { openConsole } from "./console.ts";
import { runExport } from "./export.ts";
import { runCommandLine } from "./run-command-line.ts";
import { runVerify } from "./verify.ts";
import { startWitness } from "./witness.ts";

function keptHost(): CommandHost {
  const { configHash: _, ...build } = testBuild;
  const store = { ...sessionSecrets(), storage: "keychain" as const };
  return { clock: machineClock, build, env: {}, secrets: Promise.resolve({ store, note: "" }) };
}

interface Desk {
  readonly host: CommandHost;
  readonly dir: string;
  readonly profileDir: string;
  run(action: AnchorOptions["action"], more?: Partial<AnchorOptions>): Promise<AnchorResult>;
  record(): Promise<void>;
  exported(range?: { from: number; to: number }): Promise<{ file: string; bundle: Bundle }>;
  vkey(): string;
}

async function withDesk(use: (desk: Desk) => Promise<void>): Promise<void> {
  await withProfile(async (dir) => {
    const host = keptHost();
    const profileDir = join(dir, "p");
    const record = (): Promise<void> =>
      withJournal(host, profileDir, async (journal) => {
        for (let n = 0; n < 6; n++) await journal.durable(journal.append({ ...sampleEvent(n), at: Date.now() }));
      });
    await record();
    await use({
      host,
      dir,
      profileDir,
      record,
      run: (action, more = {}) =>
        runAnchor({ host, profileDir, action, argument: "", out: "", to: "", url: "", root: "", ...more }),
      exported: async (range) => {
        const file = join(dir, "bundle.json");
        await runExport({ host, profileDir, out: file, ...range });
        return { file, bundle: JSON.parse(readFileSync(file, "utf8")) as Bundle };
      },
      vkey: () => {
        const { db, reader } = openRecord(profileDir);
        const { origin, publicKey } = readEvent([...reader.read(0, 0)][0]?.text ?? "").data;
        db.close();
        return formatVkey(verifyingKey(nodePrimitives, String(origin), Buffer.from(String(publicKey), "base64")));
      },
    });
  });
}

test("a receipt is the newest checkpoint and a link to mail it; the firm's answer comes back as an anchor", () =>
  withDesk(async ({ run, dir, exported, record }) => {
    expect((await run("list")).lines.at(-1)).toContain("Nothing outside this machine");
    const out = join(dir, "today.note");
    const { mailto } = await run("receipt", { out, to: "proof@firm.example" });
    const note = readFileSync(out, "utf8");
    const checkpoint = parseCheckpoint(note);
    expect(typeof checkpoint === "object" && checkpoint.size).toBe(9);
    const link = new URL(mailto ?? "");
    expect(link.pathname).toBe("proof@firm.example");
    expect(link.searchParams.get("body")?.replaceAll("\r\n", "\n")).toContain(note);
    expect((await run("receipt", { out })).mailto).toBe(mailto);
    const mail = join(dir, "answer.eml");
    writeFileSync(mail, `From: Firm <proof@firm.example>\nDate: today\n\nWe keep:\n> ${note.replaceAll("\n", "\n> ")}`);
    expect((await run("add", { argument: mail })).lines[0]).toContain(
      "receipt of the checkpoint over 9 events by Firm",
    );
    expect((await run("list")).anchors).toMatchObject([{ kind: "receipt", size: 9, by: "Firm <proof@firm.example>" }]);
    await record();
    const { file, bundle } = await exported();
    expect(bundle.anchors).toMatchObject([{ kind: "receipt", size: 9 }]);
    expect(runVerify({ file, checkpoint: out })).toMatchObject({ exitCode: 0 });
    for (const [text, why] of [
      ["hello", "quotes no checkpoint"],
      [note, "nobody but this journal"],
      [note.replace(/\n9\n/, "\n8\n"), "does not hold"],
      ["0", "no DER element"],
      ["x".repeat(300_000), "more than"],
    ] as const) {
      writeFileSync(mail, text);
      await expect(run("add", { argument: mail }), why).rejects.toMatchObject({
        code: "ANCHOR-FILE",
        message: expect.stringContaining(why),
      });
    }
    await expect(run("add", { argument: join(dir, "none") })).rejects.toMatchObject({ code: "ANCHOR-PATH" });
  }));

test("a witness cosigns as the journal grows, and the journal does without one that is gone", () =>
  withDesk(async ({ run, dir, exported, record, vkey, host, profileDir }) => {
    await expect(run("cosign")).rejects.toMatchObject({ code: "ANCHOR-CHOICE" });
    const said: string[] = [];
    const witness = await startWitness({
      host: "127.0.0.1",
      port: 0,
      state: join(dir, "w"),
      vkeys: [vkey()],
      name: "firm.example/w",
      told: (text) => said.push(text),
    });
    try {
      await expect(run("witness", { argument: "no key", url: witness.url })).rejects.toMatchObject({
        code: "ANCHOR-CHOICE",
      });
      await run("witness", { argument: witness.key, url: witness.url });
      expect(await run("cosign")).toMatchObject({ exitCode: 0, attempts: [{ by: "firm.example/w", failure: null }] });
      await record();
      expect(await run("cosign")).toMatchObject({ exitCode: 0 });
      expect(said).toHaveLength(2);
      const { file, bundle } = await exported();
      expect(bundle.anchors.map(({ kind }) => kind)).toEqual(["cosignature", "cosignature"]);
      const report = runVerify({ file, witnesses: [witness.key] });
      expect(report.lines.filter((line) => line.includes("FAIL"))).toEqual([]);
      expect(report.lines.join("\n")).toContain("firm.example/w saw this checkpoint");
      // A part goes on to the first checkpoint behind it that somebody holds, with the proofs up to there.
      const part = await exported({ from: 3, to: 5 });
      expect(part.bundle.anchors.at(-1)?.size).toBe(parseSize(part.bundle.checkpoints.at(-1)));
      expect(runVerify({ file: part.file, witnesses: [witness.key] })).toMatchObject({ exitCode: 0 });
      await expect(
        startWitness({ host: "192.0.2.1", port: 1, state: join(dir, "w"), vkeys: [], told: () => {} }),
      ).rejects.toMatchObject({ code: "WITNESS-LISTEN" });
    } finally {
      await witness.close();
    }
    expect(await run("cosign")).toMatchObject({ exitCode: 1, attempts: [{ seq: null }] });
    // The journal went on all the same.
    await withJournal(host, profileDir, async (journal) => expect(journal.health().state).toBe("open"));
  }));

const parseSize = (note = ""): number => {
  const checkpoint = parseCheckpoint(note);
  return typeof checkpoint === "object" ? checkpoint.size : -1;
};

test.skipIf(!hasOpenssl())(
  "two authorities stamp the newest checkpoint; one alone is not asked, one that fails keeps none",
  () =>
    withDesk(async ({ run, dir, exported }) => {
      const [first, second] = await Promise.all([localAuthority("rsa"), localAuthority("ec")]);
      try {
        const root = join(dir, "root.pem");
        writeFileSync(root, first.rootPem);
        await run("authority", { argument: "one", url: first.url, root });
        await expect(run("timestamp")).rejects.toMatchObject({ code: "ANCHOR-CHOICE" });
        writeFileSync(root, second.rootPem);
        const { lines } = await run("authority", { argument: "two", url: second.url, root });
        expect(lines.join("\n")).toContain("fingerprint");
        expect(await run("timestamp")).toMatchObject({
          exitCode: 0,
          attempts: [
            { by: "one", failure: null },
            { by: "two", failure: null },
          ],
        });
        const { bundle, file } = await exported();
        expect(bundle.anchors.map(({ kind }) => kind)).toEqual(["rfc3161", "rfc3161"]);
        expect(runVerify({ file })).toMatchObject({ exitCode: 0 });
        const token = join(dir, "token.tst");
        writeFileSync(token, Buffer.from(bundle.anchors[0]?.token ?? "", "base64"));
        expect((await run("add", { argument: token })).lines[0]).toContain("rfc3161 of the checkpoint");
        first.corrupt = () => Buffer.from("no");
        expect(await run("timestamp")).toMatchObject({ exitCode: 1, attempts: [{ seq: null }, { failure: null }] });
        writeFileSync(root, "no pem");
        await expect(run("authority", { argument: "x", url: first.url, root })).rejects.toMatchObject({
          code: "ANCHOR-ROOT",
        });
      } finally {
        await Promise.all([first.close(), second.close()]);
      }
    }),
);

test("the command line tells what an action of anchor needs", async () => {
  for (const [words, fix] of [
    [["anchor", "drop"], "choose one of"],
    [["anchor", "add"], "needs FILE"],
    [["anchor", "list", "x"], "takes no argument"],
    [["anchor", "receipt"], "needs --out"],
    [["anchor", "authority", "x", "--url", "https://x.example"], "needs --root"],
  ] as const) {
    const said: string[] = [];
    const stream = { write: (text: string) => said.push(text), on: () => {} };
    const console = openConsole(stream as never, stream as never);
    expect(await runCommandLine({ words, commands: [anchorCommand], version: "0", console, debug: false })).toBe(2);
    expect(said.join("\n")).toContain(fix);
  }
});
