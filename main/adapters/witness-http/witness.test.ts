import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint, signCheckpoint } from "../../audit/checkpoint.ts";
import { MerkleTree } from "../../audit/merkle-tree.ts";
import { cosignaturesOf, parseWitnessKey } from "../../audit/verifier/cosignature.ts";
import { formatVkey, verifyingKey } from "../../audit/verifying-key.ts";
import { formatAddCheckpoint, formatWitnessKey, parseAddCheckpoint } from "../../audit/witness-protocol.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { askWitness } from "./ask-witness.ts";
import { serveWitness } from "./witness-server.ts";
import { openWitnessState } from "./witness-state.ts";

const origin = "proofdesk/test";
const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32));
const key = verifyingKey(nodePrimitives, origin, publicKey);
const { sha256, sha256Into, utf8 } = nodePrimitives;
const treeOf = (names: string): MerkleTree =>
  new MerkleTree(
    sha256Into,
    Array.from(names, (name) => sha256(utf8(name))),
  );
const tree = treeOf("abcdefghij");
const noteAt = (size: number, of = tree, by = { key, sign }): string =>
  signCheckpoint(utf8, { origin: by.key.name, size, root: of.root(size) }, by.key, by.sign);
const proof = (old: number, size: number): string[] => tree.consistencyProof(old, size).map(toBase64);

async function withWitness(use: (url: string, dir: string, said: string[]) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-witness-"));
  const said: string[] = [];
  const state = openWitnessState(dir, { name: "firm.example/w", vkeys: [formatVkey(key)] });
  const at = { host: "127.0.0.1", port: 0, now: () => 1_700_000_000_900, told: (text: string) => void said.push(text) };
  const server = await serveWitness(state, at);
  try {
    await use(server.url, dir, said);
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const send = (url: string, body: string): Promise<Response> => fetch(`${url}/add-checkpoint`, { method: "POST", body });
const ask = (url: string, dir: string, size: number, old = 0) =>
  askWitness({
    url,
    witness: openWitnessState(dir, { vkeys: [] }).key,
    note: noteAt(size),
    old,
    prove: (from) => proof(from, size),
    timeoutMs: 5000,
  });

test("a witness cosigns a journal that only grows, and a stranger verifies its line and time", () =>
  withWitness(async (url, dir) => {
    const first = await ask(url, dir, 3);
    expect(first.at).toBe(1_700_000_000_000);
    const witness = parseWitnessKey(nodePrimitives, formatWitnessKey(openWitnessState(dir, { vkeys: [] }).key));
    const note = parseCheckpoint(first.note);
    expect(typeof note === "object" && witness && cosignaturesOf(nodePrimitives, note, [witness])).toMatchObject([
      { at: 1_700_000_000_000, by: { name: "firm.example/w" } },
    ]);
    await ask(url, dir, 7, 3);
    // It remembers more than the journal knows of, and says so; the same checkpoint again is no harm.
    await ask(url, dir, 10);
    await ask(url, dir, 10);
  }));

test("rollbacks and rewrites are refused with 409 and the size, also after the witness started anew", () =>
  withWitness(async (url, dir) => {
    await ask(url, dir, 7);
    const back = await send(url, formatAddCheckpoint({ old: 5, proof: [], note: noteAt(5) }));
    expect([back.status, back.headers.get("content-type"), await back.text()]).toEqual([
      409,
      "text/x.tlog.size",
      "7\n",
    ]);
    const other = await send(url, formatAddCheckpoint({ old: 7, proof: [], note: noteAt(7, treeOf("abcdeXg")) }));
    expect([other.status, await other.text()]).toEqual([409, "7\n"]);
    const forked = formatAddCheckpoint({ old: 7, proof: proof(7, 10), note: noteAt(10, treeOf("abcdeXghij")) });
    expect((await send(url, forked)).status).toBe(422);
    await expect(ask(url, dir, 6)).rejects.toMatchObject({
      code: "ANCHOR-WITNESS",
      message: expect.stringContaining("it saw 7 events"),
    });
    expect(openWitnessState(dir, { vkeys: [] }).latest(origin)).toMatchObject({ size: 7 });
  }));

test("what is malformed, unknown or unsigned gets the status the protocol names", () =>
  withWitness(async (url, dir, said) => {
    const stranger = ed25519FromSeed(new Uint8Array(32).fill(7));
    const foreign = { key: verifyingKey(nodePrimitives, "proofdesk/other", stranger.publicKey), sign: stranger.sign };
    const forged = { key: { ...key, publicKey: stranger.publicKey }, sign: stranger.sign };
    const ok = noteAt(3);
    for (const [status, body] of [
      [400, ""],
      [400, "old 0\n\nno note"],
      [400, `old 00\n\n${ok}`],
      [400, `old 0\nAAAA\n\n${ok}`],
      [400, `old 0\n${`${"A".repeat(43)}=\n`.repeat(64)}\n${ok}`],
      [400, formatAddCheckpoint({ old: 9, proof: [], note: ok })],
      [404, formatAddCheckpoint({ old: 0, proof: [], note: noteAt(3, tree, foreign) })],
      [403, formatAddCheckpoint({ old: 0, proof: [], note: noteAt(3, tree, forged) })],
      [422, formatAddCheckpoint({ old: 0, proof: proof(1, 3), note: ok })],
      [413, "x".repeat(70_000)],
    ] as const) {
      expect((await send(url, body)).status, body.slice(0, 60)).toBe(status);
    }
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(404);
    expect(said.every((text) => text.startsWith("refused"))).toBe(true);
    expect(readdirSync(dir).sort()).toEqual(["journals.txt", "witness.json"]);
  }));

test("a damaged memory or identity stops the witness from cosigning blindly", () =>
  withWitness(async (url, dir) => {
    await ask(url, dir, 3);
    const kept = readdirSync(dir).find((name) => name.endsWith(".note")) ?? "";
    writeFileSync(join(dir, kept), "no note\n");
    expect((await send(url, formatAddCheckpoint({ old: 0, proof: [], note: noteAt(3) }))).status).toBe(500);
    writeFileSync(join(dir, "witness.json"), "{}");
    expect(() => openWitnessState(dir, { vkeys: [] })).toThrow(expect.objectContaining({ code: "WITNESS-STATE" }));
    writeFileSync(join(dir, "journals.txt"), "no key\n");
    expect(() => openWitnessState(dir, { vkeys: [] })).toThrow(expect.objectContaining({ code: "WITNESS-STATE" }));
  }));

test("a name that no witness and a key that no journal can have, and a folder that cannot be, are named with the way out, and nothing is written", () =>
  withWitness(async (_, dir) => {
    const open = (folder: string, name: string) => () => openWitnessState(folder, { name, vkeys: [] });
    const fresh = join(dir, "fresh");
    for (const name of ["", "a b", "a+b", "a".repeat(201)])
      expect(open(fresh, name)).toThrow(expect.objectContaining({ code: "WITNESS-CHOICE" }));
    expect(() => openWitnessState(fresh, { vkeys: ["no key"] })).toThrow(
      expect.objectContaining({ code: "WITNESS-CHOICE", message: expect.stringContaining("not the key of a journal") }),
    );
    expect(existsSync(fresh)).toBe(false);
    const file = join(dir, "witness.json");
    for (const folder of [file, join(file, "w"), ...(process.platform === "linux" ? ["/proc/proofdesk/w"] : [])])
      expect(open(folder, "w")).toThrow(
        expect.objectContaining({ code: "WITNESS-STATE", message: expect.stringContaining("cannot be created") }),
      );
  }));

test("a witness that does not answer, lies or is of another key leaves a fault, never a cosignature", () =>
  withWitness(async (url, dir) => {
    await expect(ask("http://127.0.0.1:1", dir, 3)).rejects.toMatchObject({ code: "ANCHOR-WITNESS" });
    const note = noteAt(3);
    const stranger = { ...openWitnessState(dir, { vkeys: [] }).key, keyId: "00000000" };
    const request = { url, note, old: 0, prove: () => [], timeoutMs: 5000 };
    await expect(askWitness({ ...request, witness: stranger })).rejects.toThrow("no cosignature of its key");
    await expect(askWitness({ ...request, witness: stranger, note: "none" })).rejects.toThrow("no checkpoint to send");
    await expect(askWitness({ ...request, witness: stranger, note: noteAt(3, treeOf("xyz")) })).rejects.toThrow(
      "another journal under this name",
    );
  }));

test("a witness that was not given a journal's new key is to be given its line", () =>
  withWitness(async (url, dir) => {
    const rotated = ed25519FromSeed(new Uint8Array(32).fill(7));
    const by = { key: verifyingKey(nodePrimitives, origin, rotated.publicKey), sign: rotated.sign };
    const witness = openWitnessState(dir, { vkeys: [] }).key;
    const request = { url, witness, note: noteAt(3, tree, by), old: 0, prove: () => [], timeoutMs: 5000 };
    await expect(askWitness(request)).rejects.toMatchObject({
      code: "ANCHOR-WITNESS",
      message: expect.stringContaining("knows no key of this journal"),
      remedy: expect.stringContaining("line of vkeys"),
    });
  }));

test("a request reads back as it was written", () => {
  const request = { old: 3, proof: proof(3, 10), note: noteAt(10) };
  expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual(request);
});
