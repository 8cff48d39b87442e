import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "./byte-text.ts";
import { MerkleFrontier } from "./merkle-frontier.ts";
import { verifyConsistency, verifyInclusion } from "./merkle-proof.ts";
import { MerkleTree } from "./merkle-tree.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const sha256Into = (bytes: Uint8Array, into: Uint8Array, at: number): number => {
  into.set(sha256(bytes), at);
  return at + 32;
};
const leafHash = (hex: string): Uint8Array => sha256(Buffer.concat([Buffer.of(0), Buffer.from(hex, "hex")]));

// The reference tree of certificate-transparency: its eight inputs, and the roots over the first one to eight of them.
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
];
const emptyRoot = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("roots are those of the RFC 6962 reference tree, in the tree and at its growing edge", () => {
  const leaves = inputs.map(leafHash);
  const tree = new MerkleTree(sha256Into, leaves);
  const frontier = new MerkleFrontier(sha256Into);
  expect(toHex(frontier.root())).toBe(emptyRoot);
  expect(toHex(tree.root(0))).toBe(emptyRoot);
  for (const [index, leaf] of leaves.entries()) {
    frontier.append(leaf);
    expect(toHex(frontier.root())).toBe(roots[index]);
    expect(toHex(tree.root(index + 1))).toBe(roots[index]);
  }
});

test("proofs are those of the RFC 6962 reference tree", () => {
  const tree = new MerkleTree(sha256Into, inputs.map(leafHash));
  expect(tree.inclusionProof(5, 8).map(toHex)).toEqual([
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
  expect(tree.consistencyProof(6, 8).map(toHex)).toEqual([
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
});

const treeOf = (size: number): { leaves: Uint8Array[]; tree: MerkleTree } => {
  const leaves = Array.from({ length: size }, (_, i) => leafHash(i.toString(16).padStart(4, "0")));
  return { leaves, tree: new MerkleTree(sha256Into, leaves) };
};
const big = treeOf(70);

test("every inclusion proof verifies, and none verifies for another leaf, place, size or root", () => {
  for (let size = 1; size <= 70; size++) {
    const root = big.tree.root(size);
    for (let index = 0; index < size; index++) {
      const proof = big.tree.inclusionProof(index, size);
      const leaf = big.leaves[index]!;
      expect(verifyInclusion(sha256, leaf, index, size, proof, root)).toBe(true);
      expect(verifyInclusion(sha256, leafHash("ff"), index, size, proof, root)).toBe(false);
      expect(verifyInclusion(sha256, leaf, index + 1, size, proof, root)).toBe(false);
      expect(verifyInclusion(sha256, leaf, index, size, [...proof, leaf], root)).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(sha256, leaf, index, size, proof.slice(1), root)).toBe(false);
    }
  }
});

test("every consistency proof verifies, and none verifies with another root or a changed hash", () => {
  for (let newer = 1; newer <= 40; newer++) {
    for (let older = 1; older <= newer; older++) {
      const proof = big.tree.consistencyProof(older, newer);
      const [oldRoot, newRoot] = [big.tree.root(older), big.tree.root(newer)];
      expect(verifyConsistency(sha256, older, newer, proof, oldRoot, newRoot)).toBe(true);
      expect(verifyConsistency(sha256, older, newer, proof, leafHash("ff"), newRoot)).toBe(false);
      expect(verifyConsistency(sha256, older, newer, proof, oldRoot, leafHash("ff"))).toBe(false);
      expect(verifyConsistency(sha256, older, newer, [...proof, oldRoot], oldRoot, newRoot)).toBe(false);
      if (proof.length > 0) {
        expect(verifyConsistency(sha256, older, newer, proof.slice(1), oldRoot, newRoot)).toBe(false);
      }
    }
  }
});

test("sizes of zero, older than newer, and hashes of a wrong length are refused", () => {
  const root = big.tree.root(8);
  expect(verifyConsistency(sha256, 0, 8, [], root, root)).toBe(false);
  expect(verifyConsistency(sha256, 9, 8, [], root, root)).toBe(false);
  expect(verifyConsistency(sha256, 8, 8, [new Uint8Array(31)], root, root)).toBe(false);
  expect(verifyInclusion(sha256, new Uint8Array(31), 0, 1, [], root)).toBe(false);
  expect(verifyInclusion(sha256, root, 0, 2, [new Uint8Array(33)], root)).toBe(false);
  expect(() => big.tree.inclusionProof(8, 8)).toThrow(RangeError);
  expect(() => big.tree.consistencyProof(0, 8)).toThrow(RangeError);
  expect(() => big.tree.root(71)).toThrow(RangeError);
});

test("a frontier that is stored and taken up again gives the same roots", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 69 }), (size) => {
      const before = new MerkleFrontier(sha256Into);
      for (const leaf of big.leaves.slice(0, size)) before.append(leaf);
      const after = new MerkleFrontier(sha256Into, before.size, before.peaks);
      for (const leaf of big.leaves.slice(size)) after.append(leaf);
      expect(after.size).toBe(70);
      expect(toHex(after.root())).toBe(toHex(big.tree.root()));
    }),
  );
});

test("what was read off a frontier stays as it was when leaves are added", () => {
  const [first, ...others] = big.leaves as [Uint8Array, ...Uint8Array[]];
  const frontier = new MerkleFrontier(sha256Into);
  frontier.append(first);
  const [root, peaks] = [frontier.root(), frontier.peaks];
  for (const leaf of others) frontier.append(leaf);
  expect([root, ...peaks].map(toHex)).toEqual([toHex(first), toHex(first)]);
  expect(toHex(first)).toBe(toHex(leafHash("0000")));
});

test("peaks that do not belong to a size are refused", () => {
  expect(() => new MerkleFrontier(sha256Into, 3, [])).toThrow(RangeError);
  expect(() => new MerkleFrontier(sha256Into, 1, [new Uint8Array(31)])).toThrow(RangeError);
});
