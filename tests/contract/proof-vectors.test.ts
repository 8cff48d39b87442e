import { expect, test } from "vitest";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { fromHex, toHex } from "../../main/audit/byte-text.ts";
import { canonicalize } from "../../main/audit/canonical.ts";
import { checkSignatures, parseCheckpoint } from "../../main/audit/checkpoint.ts";
import { leafOf, nodeOf } from "../../main/audit/leaf.ts";
import { MerkleFrontier } from "../../main/audit/merkle-frontier.ts";
import { verifyConsistency, verifyInclusion } from "../../main/audit/merkle-proof.ts";
import type { Primitives } from "../../main/audit/primitives.ts";
import { parseVkey } from "../../main/audit/verifying-key.ts";
import { browserPrimitives } from "../../main/verifier-page/browser-primitives.ts";

// Vectors that others published, each with its source; they hold for the command line's functions and for the page's.
const both: [where: string, primitives: Primitives][] = [
  ["Node", nodePrimitives],
  ["a browser", browserPrimitives],
];
const bytes = (hex: string): Uint8Array => {
  const read = fromHex(hex);
  if (read === null) throw new Error(`no hex: ${hex}`);
  return read;
};

/** RFC 8032 §7.1: TEST 1, TEST 2, TEST 3 and TEST SHA(abc). */
const rfc8032 = [
  {
    seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature:
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
  {
    seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    key: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    message:
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    signature:
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  },
];

/** The order of the base point (RFC 8032 §5.1). */
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The same signature with `order` added to S, which RFC 8032 §5.1.7 forbids: otherwise anyone could make a second one of it. */
function malleated(signature: string): Uint8Array {
  const half = bytes(signature.slice(64)).toReversed();
  const s = (BigInt(`0x${toHex(half)}`) + order).toString(16).padStart(64, "0");
  return Uint8Array.of(...bytes(signature.slice(0, 64)), ...bytes(s).toReversed());
}

/** Points of order 1, 2, 4 and 8 and their encodings beyond the field (the table of C2SP and libsodium). */
const smallOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

test.each(both)("Ed25519 in %s is that of RFC 8032, and strict", (_where, { verifyEd25519 }) => {
  for (const { seed, key, message, signature } of rfc8032) {
    expect(toHex(ed25519FromSeed(bytes(seed)).publicKey)).toBe(key);
    expect(toHex(ed25519FromSeed(bytes(seed)).sign(bytes(message)))).toBe(signature);
    expect(verifyEd25519(bytes(key), bytes(message), bytes(signature))).toBe(true);
    expect(verifyEd25519(bytes(key), bytes(`${message}00`), bytes(signature))).toBe(false);
    expect(verifyEd25519(bytes(key), bytes(message), malleated(signature))).toBe(false);
    for (const length of [0, 63, 65])
      expect(verifyEd25519(bytes(key), bytes(message), new Uint8Array(length))).toBe(false);
    for (let at = 0; at < 64; at += 7) {
      const changed = bytes(signature);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifyEd25519(bytes(key), bytes(message), changed)).toBe(false);
    }
  }
  // Under such a key this signature would be right for every message.
  const empty = Uint8Array.of(1, ...new Uint8Array(63));
  for (const point of smallOrder)
    for (const sign of [0, 0x80]) {
      const key = bytes(point);
      key[31] = (key[31] ?? 0) | sign;
      expect(verifyEd25519(key, bytes("00"), empty), `${point} ${sign}`).toBe(false);
    }
  expect(verifyEd25519(new Uint8Array(31), bytes("00"), empty)).toBe(false);
});

test.each(both)("SHA-256 in %s is that of FIPS 180-4", (_where, { sha256, sha256Into, utf8 }) => {
  const known = {
    "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  };
  for (const [text, digest] of Object.entries(known)) {
    expect(toHex(sha256(utf8(text)))).toBe(digest);
    const into = new Uint8Array(40);
    expect(sha256Into(utf8(text), into, 4)).toBe(36);
    expect(toHex(into)).toBe(`00000000${digest}00000000`);
  }
});

/** The reference tree of RFC 6962 in certificate-transparency: its eight inputs and the roots over the first one to eight. */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
].map(bytes);
/** Its published proofs: of leaf `index` in the tree of `size`, and from one size to another. */
const inclusions = [
  { index: 0, size: 1, proof: [] },
  {
    index: 0,
    size: 8,
    proof: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    index: 5,
    size: 8,
    proof: [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  },
  { index: 2, size: 3, proof: ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
  {
    index: 1,
    size: 5,
    proof: [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
];
const consistencies = [
  { older: 1, newer: 1, proof: [] },
  {
    older: 1,
    newer: 8,
    proof: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    older: 6,
    newer: 8,
    proof: [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  },
  {
    older: 2,
    newer: 5,
    proof: [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
];

test.each(both)("Merkle trees and proofs in %s are those of RFC 6962", (_where, { sha256, sha256Into }) => {
  const leaves = inputs.map((hex) => sha256(bytes(`00${hex}`)));
  const frontier = new MerkleFrontier(sha256Into);
  for (const [index, leaf] of leaves.entries()) {
    frontier.append(leaf);
    expect(toHex(frontier.root())).toBe(toHex(roots[index] as Uint8Array));
  }
  expect(toHex(nodeOf(sha256, leaves[0] as Uint8Array, leaves[1] as Uint8Array))).toBe(toHex(roots[1] as Uint8Array));
  const at = (list: readonly Uint8Array[], index: number): Uint8Array => list[index] ?? new Uint8Array(0);
  for (const { index, size, proof } of inclusions) {
    const hashes = proof.map(bytes);
    const holds = (n: number, path: readonly Uint8Array[], root: Uint8Array): boolean =>
      verifyInclusion(sha256, at(leaves, index), n, size, path, root);
    expect(holds(index, hashes, at(roots, size - 1)), `${index} of ${size}`).toBe(true);
    expect(holds(index + 1, hashes, at(roots, size - 1))).toBe(false);
    expect(holds(index, [...hashes, sha256(new Uint8Array(0))], at(roots, size - 1))).toBe(false);
    expect(holds(index, hashes, sha256(new Uint8Array(0)))).toBe(false);
    if (hashes.length > 0) expect(holds(index, hashes.slice(1), at(roots, size - 1))).toBe(false);
  }
  for (const { older, newer, proof } of consistencies) {
    const hashes = proof.map(bytes);
    const holds = (from: number, to: number, path: readonly Uint8Array[]): boolean =>
      verifyConsistency(sha256, from, to, path, at(roots, older - 1), at(roots, newer - 1));
    expect(holds(older, newer, hashes), `${older} to ${newer}`).toBe(true);
    expect(holds(0, newer, hashes)).toBe(false);
    expect(holds(newer + 1, newer, hashes)).toBe(false);
    expect(holds(older, newer, [...hashes, at(roots, 0)])).toBe(false);
    if (hashes.length > 0) expect(holds(older, newer, hashes.slice(1))).toBe(false);
  }
});

test.each(both)("notes in %s are those of the Go checksum database's own tests", (_where, primitives) => {
  // golang.org/x/mod/sumdb/note, note_test.go: its two keys and its note, which both signed.
  const peter = parseVkey(primitives, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const enoch = parseVkey(primitives, "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signed = (name: string, base64: string) => {
    const all = Buffer.from(base64, "base64");
    return { name, keyId: all.toString("hex", 0, 4), signature: all.subarray(4) };
  };
  const signatures = [
    signed(
      "PeterNeumann",
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
    ),
    signed("EnochRoot", "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ="),
  ];
  if (peter === null || enoch === null) throw new Error("the keys of the example are none");
  const note = { origin: "", size: 1, root: new Uint8Array(32), text, signatures };
  expect(checkSignatures(primitives, note, [peter, enoch])).toEqual({ valid: [peter, enoch], invalid: [] });
  expect(checkSignatures(primitives, note, [enoch]).valid).toEqual([enoch]);
  const changed = { ...note, text: text.replace("don't", "do") };
  expect(checkSignatures(primitives, changed, [peter])).toEqual({ valid: [], invalid: [peter] });
  for (const bad of [
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  ])
    expect(parseVkey(primitives, bad)).toBeNull();
});

test("the checkpoint in C2SP's text on cosignatures is read with both its signatures", () => {
  const note = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
  const parsed = parseCheckpoint(note);
  if (typeof parsed === "string") throw new Error(parsed);
  expect(parsed).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20_852_163 });
  expect(parsed.signatures.map(({ signature }) => signature.length)).toEqual([64, 72]);
  const seconds = Buffer.from(parsed.signatures[1]?.signature ?? []).readBigUInt64BE(0);
  expect(seconds).toBe(1_679_315_147n);
});

test("texts and keys are written as RFC 8785 shows", () => {
  // §3.2.2, its numbers apart, which no event may hold.
  const sample = { string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] };
  expect(canonicalize(sample)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  // §3.2.3
  const sorted = {
    "€": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "😀": "Emoji: Grinning Face",
    "\u0080": "Control",
    ö: "Latin Small Letter O With Diaeresis",
  };
  const values = [...canonicalize(sorted).matchAll(/":"([^"]+)"/g)].map(([, value]) => value);
  expect(values).toEqual([
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

test("of the numbers of RFC 8785 appendix B only those pass that are safe integers, and as they stand there", () => {
  const samples: [ieee: string, text: string][] = [
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af6", "1e+23"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555555", "333333333.3333333"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ];
  for (const [ieee, text] of samples) {
    const value = Buffer.from(ieee, "hex").readDoubleBE(0);
    expect(JSON.stringify(value), ieee).toBe(text);
    if (Number.isSafeInteger(value)) expect(canonicalize(value)).toBe(text);
    else expect(() => canonicalize(value), text).toThrow("safe integer");
  }
});

test.each(both)("the leaf of an event in %s is the hash of a zero byte and its text", (_where, primitives) => {
  // RFC 6962 §2.1: the leaf over nothing is the root over one empty entry.
  expect(toHex(leafOf(primitives, ""))).toBe(toHex(roots[0] as Uint8Array));
});
