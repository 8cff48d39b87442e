import { linkSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasOpenssl, localAuthority } from "../../tests/anchors/local-authority.ts";
import { machineClock, sampleEvent, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nodePrimitives, sha256Hex } from "../adapters/proof-node/node-primitives.ts";
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

test("a receipt takes the place of the one before it whole, and leaves nothing beside it", () =>
  withDesk(async ({ run, dir, record }) => {
    const [out, other] = [join(dir, "today.note"), join(dir, "same.note")];
    await run("receipt", { out });
    const before = readFileSync(out, "utf8");
    // Written in place, the new bytes would show under every name of the file.
    linkSync(out, other);
    await record();
    await run("receipt", { out });
    expect(readFileSync(out, "utf8")).not.toBe(before);
    expect(readFileSync(other, "utf8")).toBe(before);
    expect(readdirSync(dir).sort()).toEqual(["p", "same.note", "today.note"]);
    const nowhere = join(dir, "nowhere", "today.note");
    await expect(run("receipt", { out: nowhere })).rejects.toMatchObject({ code: "ANCHOR-PATH" });
  }));

/** A firm's answer as mail programs send it: its text part in a transfer encoding and a charset. */
const mailOf = (encoding: string, charset: string, body: string): string =>
  [
    "From: Firm <proof@firm.example>",
    "Subject: Re: Checkpoint",
    "MIME-Version: 1.0",
    `Content-Type: text/plain;\r\n charset="${charset}"`,
    `Content-Transfer-Encoding: ${encoding}`,
    "",
    body,
  ].join("\r\n");
const base64Lines = (bytes: Buffer): string => bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
/** Lines are cut so short that no root stands in one of them. */
const quotedPrintable = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      byte === 10 || byte === 13 || (byte >= 32 && byte < 61) || (byte > 61 && byte < 127) ? byte : -byte,
    )
    .map((byte) => (byte >= 0 ? String.fromCharCode(byte) : `=${(-byte).toString(16).toUpperCase()}`))
    .join("")
    .replace(/[^\r\n]{30}/g, "$&=\r\n");

test("an answer whose text is encoded is taken in as text, told where it is from, and every later bundle holds", () =>
  withDesk(async ({ run, dir, exported }) => {
    const out = join(dir, "today.note");
    await run("receipt", { out });
    const reply = `Wir bestätigen den Empfang. Schöne Grüße\r\n\r\n> ${readFileSync(out, "utf8").replaceAll("\n", "\r\n> ")}`;
    const latin1 = Buffer.from(reply.replaceAll("\u2014", "-"), "latin1");
    const utf8 = Buffer.from(reply);
    const alternative = [
      'From: Firm <proof@firm.example>\r\nContent-Type: multipart/alternative; boundary="=_b"\r\n\r\nno MIME here\r\n--=_b',
      `Content-Type: text/html; charset=utf-8\r\n\r\n<p>Best\u00e4tigt.</p>\r\n--=_b`,
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(utf8)}\r\n--=_b--\r\n`,
    ].join("\r\n");
    const mails: readonly Buffer[] = [
      Buffer.from(mailOf("base64", "utf-8", base64Lines(utf8))),
      Buffer.from(mailOf("quoted-printable", "UTF-8", quotedPrintable(utf8))),
      Buffer.from(mailOf("8bit", "iso-8859-1", latin1.toString("latin1")), "latin1"),
      Buffer.from(mailOf("base64", "utf-16le", base64Lines(Buffer.from(reply, "utf16le")))),
      Buffer.from(alternative),
      Buffer.from(`Content-Type: message/rfc822\n\n${alternative}`),
    ];
    const mail = join(dir, "answer.eml");
    for (const bytes of mails) {
      writeFileSync(mail, bytes);
      expect((await run("add", { argument: mail })).lines[0]).toContain("receipt of the checkpoint over 9 events");
    }
    const { file, bundle } = await exported();
    expect(bundle.anchors).toHaveLength(mails.length);
    for (const [place, { token }] of bundle.anchors.entries()) {
      const bytes = mails[place] ?? Buffer.alloc(0);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(token, "base64"));
      expect(text.split("\n", 1)).toEqual([
        `Proofdesk-Decoded: a text of a mail of ${bytes.length} bytes, SHA-256 ${sha256Hex(bytes)}`,
      ]);
      expect(text).toContain("Wir bestätigen den Empfang. Schöne Grüße");
    }
    expect(runVerify({ file })).toMatchObject({ exitCode: 0 });
  }));

test("what the verifier would call false is refused before it is recorded, with a way out that works", () =>
  withDesk(async ({ run, dir, exported }) => {
    const out = join(dir, "today.note");
    await run("receipt", { out });
    const note = readFileSync(out, "utf8");
    const answer = join(dir, "answer");
    const unread: readonly Buffer[] = [
      Buffer.from(`Empfang bestätigt\n${note.replaceAll("\u2014", "-")}`, "latin1"),
      Buffer.from(mailOf("8bit", "x-unknown", "best\u00e4tigt\r\n").concat(note.replaceAll("\u2014", "-")), "latin1"),
      Buffer.from(`Bestätigt\n${note}`, "utf16le"),
    ];
    for (const bytes of unread) {
      writeFileSync(answer, bytes);
      await expect(run("add", { argument: answer })).rejects.toMatchObject({
        code: "ANCHOR-ENCODING",
        category: "validation",
        remedy: expect.stringContaining("UTF-8"),
      });
    }
    expect((await run("list")).anchors).toEqual([]);
    writeFileSync(answer, `Empfang bestätigt\n> ${note.replaceAll("\n", "\n> ")}`);
    await run("add", { argument: answer });
    const { file } = await exported();
    expect(runVerify({ file })).toMatchObject({ exitCode: 0 });
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
