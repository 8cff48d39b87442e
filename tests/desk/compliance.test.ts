import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { sessionSecrets } from "../../main/adapters/secrets-session/session-secrets.ts";
import { readEvent } from "../../main/audit/event-text.ts";
import { runOrder } from "../../main/commands/order.ts";
import { runVerify } from "../../main/commands/verify.ts";
import { startWitness } from "../../main/commands/witness.ts";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { hasOpenssl, localAuthority } from "../anchors/local-authority.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
let desk: TestDesk;
let page: Client<DeskContract>;

const inOrder = { instrumentId: btc, timeInForce: "GTC", postOnly: false, reduceOnly: false } as const;
const buy = () => page.call.submitOrder({ ...inOrder, side: "buy", type: "market", size: "0.01" });
/** Waits until the fill has happened and is on disk: the engine knows it first. */
async function filled(orderId: string): Promise<void> {
  const { engine, journal } = desk.workstation.context;
  await eventually("the fill", () => engine.order(orderId)?.status === "filled");
  await eventually("all of it on disk", () => journal.health().pending === 0);
}
const holds = (file: string): void => {
  const report = runVerify({ file });
  expect(report.exitCode, report.lines.join("\n")).toBe(0);
};
const base64 = (file: string): string => readFileSync(file).toString("base64");

beforeAll(async () => {
  // A store that keeps what it is given for as long as the test runs, as a keychain does for longer.
  const store = { ...sessionSecrets(), storage: "keychain" as const };
  desk = await openDesk({ secrets: Promise.resolve({ store, note: "" }) });
  page = desk.page();
  await eventually("a price", () => desk.workstation.context.quotes.quote(btc));
});
afterAll(async () => {
  await desk.close();
  removeProfile(desk.profileDir);
});

describe("the keys of a running desk", () => {
  test("are listed with the commitment to the next, rotated twice at once without a clash, and the bundle verifies", async () => {
    const before = await page.call.getKeys({});
    expect(before.keys.map(({ state, kept }) => [state, kept])).toEqual([
      ["current", true],
      ["next", true],
    ]);
    expect(before.commitment).toMatch(/^[0-9a-f]{64}$/);
    const order = buy();
    const [one, two] = await Promise.all([
      page.call.rotateKey({ reason: "yearly", recover: false }),
      desk.page().call.rotateKey({ reason: "twice", recover: false }),
    ]);
    expect(one.replaced).toBe(before.keys[0]?.keyId);
    expect(two.replaced).toBe(one.keyId);
    await filled((await order).orderId);
    const after = await page.call.getKeys({});
    expect(after.keys.map(({ state }) => state)).toEqual(["replaced", "replaced", "current", "next"]);
    expect(after.macVersion).toBe((before.macVersion ?? 0) + 2);
    expect(desk.workstation.context.journal.health().signing).toMatchObject({ storage: "keychain", keyId: two.keyId });
    expect(after.keys[2]?.vkey).toContain(two.keyId);
    holds((await page.call.exportBundle({})).file);
  });

  test("a revoked current key is replaced first, so that what follows is signed by one that counts", async () => {
    const current = (await page.call.getKeys({})).keys.find(({ state }) => state === "current");
    const fromSeq = desk.workstation.context.journal.durableSeq;
    const revoked = await page.call.revokeKey({ keyId: current?.keyId ?? "", fromSeq, reason: "a stolen laptop" });
    expect(revoked.replacedBy).not.toBeNull();
    const listed = await page.call.getKeys({});
    expect(listed.keys.find(({ keyId }) => keyId === current?.keyId)).toMatchObject({
      state: "revoked",
      revokedFrom: fromSeq,
    });
    expect(listed.keys.find(({ state }) => state === "current")?.keyId).toBe(revoked.replacedBy);
    holds((await page.call.exportBundle({})).file);
    await expect(page.call.revokeKey({ keyId: "zz", fromSeq: 0, reason: "none" })).rejects.toMatchObject({
      code: "KEYS-UNKNOWN",
    });
  });

  test("a new journal in a profile beside this one names its last checkpoint", async () => {
    const { profile, origin, after } = await page.call.renewJournal({ name: "renewed" });
    const { db, reader } = openRecord(profile);
    const [genesis] = [...reader.read(0, 0)].map(({ text }) => readEvent(text));
    db.close();
    const own = desk.workstation.context.journal.health().origin;
    expect(genesis?.data).toMatchObject({ origin, predecessor: { origin: own, size: after } });
    await expect(page.call.renewJournal({ name: "renewed" })).rejects.toMatchObject({ code: "PROFILE-EXISTS" });
    removeProfile(profile);
  });
});

describe("anchors of a running desk", () => {
  test("today's checkpoint goes to the firm, and the receipt it sends back becomes an anchor", async () => {
    expect(await page.call.getAnchors({})).toMatchObject({ anchors: [], covered: 0, firmMail: "" });
    await expect(page.call.sendCheckpoint({ to: "proof@\ud800" })).rejects.toMatchObject({ code: "RPC-INPUT" });
    const sent = await page.call.sendCheckpoint({ to: "proof@firm.example" });
    expect(new URL(sent.mailto ?? "").pathname).toBe("proof@firm.example");
    expect(readFileSync(sent.file, "utf8")).toBe(sent.note);
    const answer = path.join(desk.profileDir, "answer.eml");
    writeFileSync(answer, `From: risk@firm.example\n\nReceived:\n${sent.note}`);
    const { anchor } = await page.call.takeReceipt({ content: base64(answer) });
    expect(anchor).toMatchObject({ kind: "receipt", size: sent.size, by: "risk@firm.example" });
    const listed = await page.call.getAnchors({});
    expect(listed).toMatchObject({ covered: sent.size, firmMail: "proof@firm.example", latest: [{ kind: "receipt" }] });
    expect(listed.anchors.map(({ seq }) => seq)).toEqual([anchor.seq]);
    const strange = Buffer.from("nothing of this journal").toString("base64");
    await expect(page.call.takeReceipt({ content: strange })).rejects.toMatchObject({ code: "ANCHOR-FILE" });
  });

  test("a witness cosigns from the screen, also as the journal grows; without one the desk says what to choose", async () => {
    await expect(page.call.askForAnchors({ from: "witnesses" })).rejects.toMatchObject({ code: "ANCHOR-CHOICE" });
    const vkeys = (await page.call.getKeys({})).keys.flatMap(({ state, vkey }) =>
      state === "current" && vkey ? [vkey] : [],
    );
    const witness = await startWitness({
      host: "127.0.0.1",
      port: 0,
      state: path.join(desk.profileDir, "witness"),
      vkeys,
      told: () => {},
    });
    try {
      const { name } = await page.call.addWitness({ url: witness.url, key: witness.key });
      for (let round = 0; round < 2; round++) {
        await filled((await buy()).orderId);
        await page.call.sendCheckpoint({ to: "" });
        const { attempts } = await page.call.askForAnchors({ from: "witnesses" });
        expect(attempts).toMatchObject([{ by: name, failure: null }]);
      }
      const { findings } = await page.call.verifyJournal({});
      const anchors = findings.filter(({ code }) => code === "V10").map(({ text }) => text);
      expect(anchors.join("\n")).toContain("1 of whom the reader trusts made one");
      const { latest } = await page.call.getAnchors({});
      expect(latest.map(({ kind }) => kind).sort()).toEqual(["cosignature", "receipt"]);
      await page.call.removeAnchorSource({ kind: "witness", name });
      expect((await page.call.getAnchors({})).witnesses).toEqual([]);
    } finally {
      await witness.close();
    }
    await expect(page.call.addWitness({ url: witness.url, key: "no key" })).rejects.toMatchObject({
      code: "ANCHOR-CHOICE",
    });
  });

  test.runIf(hasOpenssl())("two time authorities stamp the checkpoint", { timeout: 60_000 }, async () => {
    const authorities = [await localAuthority("rsa"), await localAuthority("ec")];
    try {
      for (const [index, { url, rootPem }] of authorities.entries()) {
        const { fingerprints } = await page.call.addAuthority({ name: `tsa-${index}`, url, rootPem });
        expect(fingerprints[0]).toMatch(/^[0-9A-F:]{95}$/);
      }
      const { attempts } = await page.call.askForAnchors({ from: "authorities" });
      expect(attempts.map(({ failure }) => failure)).toEqual([null, null]);
    } finally {
      for (const authority of authorities) await authority.close();
    }
    await page.call.removeAnchorSource({ kind: "authority", name: "tsa-0" });
    expect((await page.call.getAnchors({})).authorities).toMatchObject([{ name: "tsa-1" }]);
  });
});

describe("exports and backups of a running desk", () => {
  test("a track record and a part of the journal are written, listed and say where", async () => {
    await filled((await buy()).orderId);
    for (const format of ["json", "pdf", "orders", "topstepx", "ftmo", "daily"] as const) {
      const { file, trades, orders, days } = await page.call.exportTrackRecord({ format, days: 30 });
      expect([readFileSync(file).length > 0, trades > 0, orders >= trades, days]).toEqual([true, true, true, 1]);
    }
    const part = await page.call.exportBundle({ from: 2, to: 5 });
    expect(JSON.parse(readFileSync(part.file, "utf8")).range).toEqual({ from: 2, to: 5 });
    holds(part.file);
    const { files, folder } = await page.call.listExports({});
    expect(files.map(({ name }) => path.join(folder, name))).toContain(part.file);
    const claiming = await page.call.exportBundle({ claims: true });
    expect(JSON.parse(readFileSync(claiming.file, "utf8")).claims.orders.length).toBeGreaterThan(0);
    holds(claiming.file);
    await expect(page.call.exportBundle({ from: 2, claims: true })).rejects.toMatchObject({ code: "EXPORT-CLAIMS" });
    await expect(page.call.exportBundle({ from: 2, to: 9_999_999 })).rejects.toMatchObject({ code: "EXPORT-RANGE" });
  });

  test("an encrypted backup comes back in a drill that says what would be lost, and only with its passphrase", async () => {
    const made = await page.call.makeBackup({ passphrase: "correct horse" });
    expect(made).toMatchObject({ encrypted: true });
    await filled((await buy()).orderId);
    const [listed] = (await page.call.listBackups({})).files;
    expect(listed).toMatchObject({ name: path.basename(made.file), encrypted: true, bytes: made.bytes });
    const name = listed?.name ?? "";
    const drill = await page.call.drillRestore({ name, passphrase: "correct horse" });
    expect(drill).toMatchObject({ events: made.events, differsFrom: null });
    expect(drill.lost).toBeGreaterThan(4);
    expect(drill.liveEvents - drill.lost).toBe(made.events);
    await expect(page.call.drillRestore({ name, passphrase: "another one" })).rejects.toMatchObject({
      code: "BACKUP-PASSPHRASE",
    });
    await expect(page.call.drillRestore({ name: "../journal.db", passphrase: null })).rejects.toMatchObject({
      code: "RPC-INPUT",
    });
  });

  test("a check tells how far it is, and a viewer may look and change nothing", async () => {
    const heard: (number | null)[] = [];
    const stop = page.subscribe(
      "checkProgress",
      {},
      {
        onItems: (items) => {
          for (const { part } of items) heard.push(part);
        },
      },
    );
    const check = page.call.verifyJournal({});
    const part = await eventually("the check to begin", () => desk.workstation.context.compliance.checkPart() !== null);
    expect(part).toBe(true);
    expect((await check).ok).toBe(true);
    await eventually("the end of the check", () => heard.at(-1) === null);
    stop();
    const viewer = desk.page("viewer");
    expect((await viewer.call.getKeys({})).keys.length).toBeGreaterThan(1);
    for (const refused of [
      () => viewer.call.rotateKey({ reason: "x", recover: false }),
      () => viewer.call.takeReceipt({ content: "" }),
      () => viewer.call.makeBackup({ passphrase: null }),
      () => viewer.call.exportOrder({ orderId: "x" }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: "RPC-FORBIDDEN" });
    }
  });
});

describe("the audit of a running desk", () => {
  test("the screen and the command line rebuild an order's life from the same events, none of them missing", async () => {
    const stop = {
      type: "stop" as const,
      triggerPrice: String(Number(desk.workstation.context.quotes.quote(btc)?.bid) * 0.9).slice(0, 7),
    };
    const { orderId } = await page.call.submitOrder({
      ...inOrder,
      side: "buy",
      type: "market",
      size: "0.01",
      bracket: { stopLoss: stop },
    });
    await filled(orderId);
    const { journal, engine } = desk.workstation.context;
    const legs = () => engine.orders().filter(({ link }) => link?.role === "stop-loss");
    await eventually(
      "the stop to rest",
      () => legs().length > 0 && legs().every(({ status }) => status === "accepted"),
    );
    await eventually("all of it on disk", () => journal.health().pending === 0);
    const { order, events } = await page.call.getOrderLife({ orderId });
    const command = runOrder({ profileDir: desk.profileDir, orderId });
    expect(events.map(({ seq, leaf, own }) => [seq, leaf, own])).toEqual(
      command.events.map(({ seq, leaf, own }) => [seq, leaf, own]),
    );
    const every = [...journal.read()].map(({ text }) => readEvent(text));
    const traces = new Set(every.filter(({ data }) => data["orderId"] === orderId).map(({ trace }) => trace));
    const expected = every.filter(({ data, trace }) => data["orderId"] === orderId || traces.has(trace));
    expect(events.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
    expect(order?.orderId).toBe(orderId);
    // The stop that the entry brought is another order of the same decision, and told apart.
    expect(events.filter(({ own }) => own === false).length).toBeGreaterThan(0);
    for (const type of ["order.intended", "risk.judged", "order.submitted", "order.filled"]) {
      expect(events.filter(({ own }) => own).map((event) => event.type)).toContain(type);
    }
    const fill = events.find(({ type, own }) => type === "order.filled" && own);
    expect(fill?.data).toMatchObject({
      fee: expect.any(String),
      position: expect.anything(),
      account: expect.anything(),
    });
    const { events: decision } = await page.call.getDecision({ trace: events[0]?.trace ?? "" });
    expect(decision.map(({ seq }) => seq)).toEqual(
      events.filter(({ trace }) => trace === events[0]?.trace).map(({ seq }) => seq),
    );
  });

  test("an order leaves with its proof, which verifies outside the desk; one nobody knows does not", async () => {
    const { orderId } = await buy();
    await filled(orderId);
    const written = await page.call.exportOrder({ orderId });
    const bundle = JSON.parse(readFileSync(written.file, "utf8"));
    expect(bundle.range).toEqual({ from: written.from, to: written.to });
    expect(bundle.inclusion).toHaveLength(written.to - written.from + 1);
    expect(bundle.events.filter((text: string) => text.includes(orderId)).length).toBeGreaterThanOrEqual(written.own);
    holds(written.file);
    await expect(page.call.exportOrder({ orderId: "pd-none" })).rejects.toMatchObject({ code: "ORDER-UNKNOWN" });
  });

  test("the journal is searched by id, type, actor, text and period, page by page", async () => {
    const any = { text: "", type: "", actor: "", from: null, to: null, before: null, limit: 5 };
    const { orderId } = await buy();
    await filled(orderId);
    const found = await page.call.searchEvents({ ...any, text: orderId, limit: 50 });
    expect(found.events.every(({ data, trace }) => data["orderId"] === orderId || trace === orderId)).toBe(true);
    expect(found.events.length).toBeGreaterThan(3);
    const keys = await page.call.searchEvents({ ...any, type: "key.", limit: 50 });
    expect(keys.events.map(({ type }) => type)).toContain("key.revoked");
    const stolen = await page.call.searchEvents({ ...any, text: "A STOLEN laptop", actor: "person desk" });
    expect(stolen.events.map(({ type }) => type).sort()).toEqual(["key.revoked", "key.rotated"]);
    const first = await page.call.searchEvents(any);
    const second = await page.call.searchEvents({ ...any, before: first.next });
    expect(second.events[0]?.seq).toBe((first.events.at(-1)?.seq ?? 0) - 1);
    const later = await page.call.searchEvents({ ...any, from: Date.now() + 3_600_000 });
    expect(later).toMatchObject({ events: [], next: null });
  });
});
