import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askAuthority } from "../../main/adapters/anchor-timestamp/ask-authority.ts";
import { parseCheckpoint } from "../../main/audit/checkpoint.ts";
import { openConsole } from "../../main/commands/console.ts";
import { runImport } from "../../main/commands/import.ts";
import { runVerify } from "../../main/commands/verify.ts";
import { progressTeller } from "../../main/commands/verify-progress.ts";
import { hasOpenssl, localAuthority } from "../anchors/local-authority.ts";
import { forge } from "./forged-bundle.ts";
import { withProfile } from "./sample-journal.ts";
import { anchored, codesOf, note } from "./verifying.ts";

const longer = { events: [...Array(9).keys()].map((n) => note({ text: `note ${n + 2}`, size: "0.5" })) };

test("a rewritten history with valid signatures of its own is caught by a checkpoint kept from before", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const checkpoint = join(dir, "old.note");
    writeFileSync(checkpoint, forge().checkpoints[1] ?? "");
    writeFileSync(file, JSON.stringify(forge(longer)));
    expect(runVerify({ file, checkpoint }).exitCode).toBe(0);
    const rewritten = { events: longer.events.map(() => note({ text: "a better trade", size: "0.5" })) };
    writeFileSync(file, JSON.stringify(forge(rewritten)));
    expect(runVerify({ file }).exitCode).toBe(0);
    expect(codesOf(runVerify({ file, checkpoint }))).toEqual(["V09"]);
    writeFileSync(checkpoint, "no note");
    expect(runVerify({ file, checkpoint })).toMatchObject({ exitCode: 2 });
  }));

test("what lies beside a bundle and cannot be read ends with 2, and names the file", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const beside = join(dir, "beside");
    writeFileSync(file, JSON.stringify(forge()));
    writeFileSync(beside, "nothing of use");
    const none = join(dir, "none");
    for (const options of [
      { checkpoint: none },
      { openings: none },
      { openings: beside },
      { statement: none },
      { statement: beside },
      { authorities: [beside] },
      { witnesses: ["nobody"] },
    ]) {
      const { exitCode, lines } = runVerify({ file, ...options });
      expect(exitCode, JSON.stringify(options)).toBe(2);
      expect(lines.join("\n")).toMatch(/none|beside|nobody/);
    }
    expect(runVerify({ file: none }).exitCode).toBe(2);
    expect(runVerify({ file: dir }).exitCode).toBe(2);
  }));

test.skipIf(process.platform === "win32")(
  "a pipe is told as one: it is not taken for an empty bundle, nor waited for",
  () =>
    withProfile((dir) => {
      const file = join(dir, "pipe");
      execFileSync("mkfifo", [file]);
      const { exitCode, lines } = runVerify({ file });
      expect(exitCode).toBe(2);
      expect(lines.join("\n")).toContain("it is no file");
      expect(runVerify({ file: dir }).lines.join("\n")).toContain("it is no file");
    }),
);

test("a statement's options that mean nothing, and one of any size, are told as such", () =>
  withProfile((dir) => {
    const [file, statement] = [join(dir, "bundle.json"), join(dir, "long.csv")];
    writeFileSync(file, JSON.stringify(forge()));
    writeFileSync(statement, "");
    const wrong = expect.objectContaining({ code: "CLI-USAGE" }) as Error;
    expect(() => runVerify({ file, statement, zone: "Foo/Bar" })).toThrow(wrong);
    expect(() => runVerify({ file, statement, symbols: ["ESM6:paper:ES"] })).toThrow(wrong);
    expect(() => runImport({ profileDir: dir, file: statement, zone: "Foo/Bar", symbols: [] })).toThrow(wrong);
    // More characters than a text can have; the file has holes and takes no room.
    truncateSync(statement, 600_000_000);
    const { exitCode, lines } = runVerify({ file, statement });
    expect(exitCode).toBe(2);
    expect(lines.join("\n")).toContain("long.csv cannot be read: it has more than");
    expect(() => runImport({ profileDir: dir, file: statement, zone: "UTC", symbols: [] })).toThrow(
      expect.objectContaining({ code: "FILE-READ" }),
    );
  }));

test("a file that fails or cannot be read shows nothing, and the report says so", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const signed = "those which the holder of the key signed:";
    const said = (text: string): string => {
      writeFileSync(file, text);
      return runVerify({ file }).lines.join("\n");
    };
    const sound = JSON.stringify(forge());
    expect(said(sound)).toContain(signed);
    for (const text of ["root:x:0:0", "{}", sound.replace("note.added", "note.addex")]) {
      expect(said(text), text.slice(0, 20)).toContain("It shows nothing");
      expect(said(text)).not.toContain(signed);
    }
  }));

test("a statement is compared with the fills, in its own names for instruments", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const statement = join(dir, "trades.csv");
    const at = Date.parse("2026-01-31T12:00:00.000Z");
    const intended = { type: "order.intended", data: { orderId: "o", instrumentId: "paper:ES", side: "buy" } };
    const fill = { orderId: "o", fillId: "f", size: "1", price: "100.5", reportedAt: at };
    writeFileSync(file, JSON.stringify(forge({ events: [intended, { type: "order.filled", data: fill }] })));
    const header =
      "Id,AccountName,ContractName,Status,Type,Size,Side,CreatedAt,TradeDay,FilledAt,CancelledAt,TriggeredAt,StopPrice,LimitPrice,ExecutePrice,TriggeredPrice,PositionDisposition,CreationDisposition,RejectionReason,ExchangeOrderId,PlatformOrderId";
    const row = (side: string): string =>
      `1,A,ESH6,Filled,Market,1,${side},01/31/2026 12:00:00 +00:00,01/31/2026,01/31/2026 12:00:00 +00:00,,,,,100.5,,Opening,Trader,,,`;
    writeFileSync(statement, `${header}\n${row("Bid")}\n`);
    const symbols = ["ESH6=paper:ES"];
    expect(codesOf(runVerify({ file, statement, symbols }))).toEqual([]);
    expect(codesOf(runVerify({ file, statement }))).toEqual(["V15"]);
    writeFileSync(statement, `${header}\n${row("Bid")}\n${row("Ask")}\n`);
    expect(codesOf(runVerify({ file, statement, symbols }))).toEqual(["V15"]);
  }));

test.skipIf(!hasOpenssl())("a timestamp token counts by a pinned root, and only over its own checkpoint", async () => {
  const authority = await localAuthority("ec");
  try {
    await withProfile(async (dir) => {
      const file = join(dir, "bundle.json");
      const root = join(dir, "root.pem");
      writeFileSync(root, authority.rootPem);
      const stamp = async (about: number): Promise<void> => {
        const checkpoint = parseCheckpoint(forge().checkpoints[about] ?? "");
        if (typeof checkpoint === "string") throw new Error(checkpoint);
        const { url, rootPem } = authority;
        const { token } = await askAuthority({ name: "test", url, rootPem }, Buffer.from(checkpoint.text), 20_000);
        const bundle = anchored(() => [{ kind: "rfc3161", size: 8, token: token.toString("base64") }]);
        writeFileSync(file, JSON.stringify(bundle));
      };
      await stamp(1);
      const pinned = runVerify({ file, authorities: [root], quorum: 1 });
      expect(codesOf(pinned)).toEqual([]);
      expect(pinned.lines.join("\n")).toContain("covers events 0 to 7; events 8 to 8");
      const unpinned = runVerify({ file });
      expect(codesOf(unpinned)).toEqual([]);
      expect(unpinned.lines.join("\n")).toContain("no pinned root");
      expect(codesOf(runVerify({ file, authorities: [root], quorum: 2 }))).toEqual(["V10"]);
      await stamp(0);
      expect(codesOf(runVerify({ file, authorities: [root] }))).toEqual(["V10"]);
    });
  } finally {
    await authority.close();
  }
});

test("openings are read from their file", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const openings = join(dir, "openings.json");
    writeFileSync(file, JSON.stringify(forge()));
    const opening = { seq: 2, path: "/data/account", salt: "00".repeat(16), value: "1" };
    writeFileSync(openings, JSON.stringify({ format: "proofdesk-openings/1", origin: "o", openings: [opening] }));
    expect(codesOf(runVerify({ file, openings }))).toEqual(["V13"]);
  }));

test("a file that holds no openings is refused in a sentence", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    writeFileSync(file, JSON.stringify(forge()));
    const { exitCode, levels } = runVerify({ file, openings: file });
    expect(exitCode).toBe(2);
    expect(levels.integrity[0]?.text).toBe(`${file} cannot be read: it is no file that export --openings writes`);
  }));

test("only who waits is told how far a file is", () => {
  const told: string[] = [];
  let now = 0;
  const tell = progressTeller(
    (text) => told.push(text),
    () => now,
  );
  tell({ step: "checking", events: 1, part: 0.1 });
  now = 2100;
  tell({ step: "checking", events: 1_234_567, part: 0.257 });
  now = 2200;
  tell({ step: "checking", events: 2_000_000, part: 0.5 });
  now = 5000;
  tell({ step: "reading", events: 0, part: 1 });
  expect(told).toEqual(["checking … 25 %, 1,234,567 events", "reading … 100 %"]);
});

test("a bundle's own words cannot command the terminal of who reads the report, nor write a line of it", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const words = "\u001b[2J\u009b1A\r\n  PASS V02 forged\u2028\u202e\u2066";
    writeFileSync(file, JSON.stringify({ ...forge(), [words]: 1 }));
    const { lines, exitCode } = runVerify({ file });
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => /[\p{Cc}\u2028\u202e\u2066]/u.test(line))).toEqual([]);
    expect(lines.join("\n")).toContain("\\u001b[2J\\u009b1A\\u000d\\u000a  PASS V02 forged\\u2028\\u202e\\u2066");
    const said: string[] = [];
    const stream = { write: (text: string) => said.push(text), on: () => undefined };
    const console = openConsole(stream, stream);
    for (const tell of [console.out, console.err]) tell("one\n\ttwo\u001b[2J\u0007");
    expect(said).toEqual(["one\n\ttwo\\u001b[2J\\u0007\n", "one\n\ttwo\\u001b[2J\\u0007\n"]);
  }));
