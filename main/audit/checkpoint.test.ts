import { expect, test } from "vitest";
import { ed25519FromSeed, nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { fromBase64, toHex } from "./byte-text.ts";
import { checkSignatures, parseCheckpoint, type SignedCheckpoint, signCheckpoint } from "./checkpoint.ts";
import { formatVkey, parseVkey, verifyingKey } from "./verifying-key.ts";

// RFC 8032 §7.1 TEST 1, and a checkpoint that an independent script signed with it.
const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
const goldenVkey = "journal.example/demo+93b53cf7+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
const goldenNote = `journal.example/demo
3
dJInyVmBFjzR6lAJ4VxcSwzlzZeQ/QSB/BvT0TcC61E=

— journal.example/demo k7U894r/jqym9BEJ8x/OmHNipVQjiTHUAVCL4Yuhjq6jVaWJ/OZkUmm/NBSb5nA/wCjguzfNBwgrnQYJHx//fwkHagg=
`;
const { publicKey, sign } = ed25519FromSeed(seed);
const key = verifyingKey(nodePrimitives, "journal.example/demo", publicKey);
const golden = parseCheckpoint(goldenNote) as SignedCheckpoint;

test("a checkpoint is signed byte for byte as the reference vector", () => {
  const checkpoint = { origin: key.name, size: 3, root: fromBase64("dJInyVmBFjzR6lAJ4VxcSwzlzZeQ/QSB/BvT0TcC61E=")! };
  expect(signCheckpoint(nodePrimitives.utf8, checkpoint, key, sign)).toBe(goldenNote);
  expect(formatVkey(key)).toBe(goldenVkey);
});

test("the reference vector parses and verifies with its key, and with no other", () => {
  expect(toHex(golden.root)).toMatch(/^749227c9/);
  expect(checkSignatures(nodePrimitives, golden, [key])).toEqual({ valid: [key], invalid: [] });
  const other = verifyingKey(nodePrimitives, key.name, ed25519FromSeed(Buffer.alloc(32)).publicKey);
  expect(checkSignatures(nodePrimitives, golden, [other])).toEqual({ valid: [], invalid: [] });
  const impostor = { ...other, keyId: key.keyId };
  expect(checkSignatures(nodePrimitives, golden, [impostor])).toEqual({ valid: [], invalid: [impostor] });
  expect(checkSignatures(nodePrimitives, golden, [{ ...key, publicKey: new Uint8Array(5) }]).valid).toEqual([]);
});

test("a vkey reads back; one of another algorithm, length or id does not", () => {
  expect(parseVkey(nodePrimitives, goldenVkey)?.keyId).toBe("93b53cf7");
  for (const bad of [
    goldenVkey.replace("93b53cf7", "93b53cf8"),
    goldenVkey.replace("+Ad", "+Bd"),
    goldenVkey.slice(0, -4),
    "name",
    `${goldenVkey}\n`,
  ]) {
    expect(parseVkey(nodePrimitives, bad), bad).toBeNull();
  }
});

test.each([
  ["no newline at the end", (note: string) => note.trimEnd()],
  ["no signature", (note: string) => `${note.split("\n\n")[0]}\n\n`],
  ["no empty line", (note: string) => note.replace("\n\n", "\n")],
  ["an extension line", (note: string) => note.replace("\n\n", "\nmore\n\n")],
  ["a hyphen instead of the em dash", (note: string) => note.replace("—", "-")],
  ["a size with a leading zero", (note: string) => note.replace("\n3\n", "\n03\n")],
  ["a size of zero", (note: string) => note.replace("\n3\n", "\n0\n")],
  ["a size beyond 2^53", (note: string) => note.replace("\n3\n", "\n99999999999999999\n")],
  ["a short root", (note: string) => note.replace("dJIn", "")],
  ["a name with a space", (note: string) => note.replace("journal.example/demo\n", "journal example\n")],
  ["a signature that is no base64", (note: string) => note.replace("k7U8", "k7U")],
  ["a signature of four bytes", (note: string) => note.replace(/k7U8\S+/, "k7U89w==")],
  ["a carriage return", (note: string) => note.replaceAll("\n", "\r\n")],
  ["endless text", (note: string) => note + "x".repeat(9000)],
  ["a crowd of signatures", (note: string) => note + note.split("\n\n")[1]!.repeat(16)],
])("a note with %s is refused with the reason", (_, change) => {
  expect(typeof parseCheckpoint(change(goldenNote))).toBe("string");
});
