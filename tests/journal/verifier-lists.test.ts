import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import { forge, origin } from "./forged-bundle.ts";
import { anchored, codesOf, note, verify } from "./verifying.ts";

const commitment = "ab".repeat(32);
const account = note({ about: "account", firm: "F", account: commitment });

/** Ten events: the third names an account, the fifth and the ninth receive a receipt of the first and the second checkpoint. */
const journal = ((): Bundle => {
  const quoting = (text = ""): string => Buffer.from(text).toString("base64");
  const events = [account, note({ text: "a" })];
  const checkpoints = [{ size: 2 }, { size: 4 }];
  const [two, four] = forge({ events, checkpoints }).checkpoints;
  const receipt = (size: number, token: string) => ({
    type: "anchor.received",
    data: { kind: "receipt", size, token },
  });
  const later = [
    receipt(2, quoting(two)),
    note({ text: "b" }),
    note({ text: "c" }),
    note({ text: "d" }),
    receipt(4, quoting(four)),
    note({ text: "e" }),
  ];
  return forge({ events: [...events, ...later], checkpoints: [...checkpoints, { size: 7 }, { size: 10 }] });
})();

const range = (from: number, to: number): Bundle => {
  const { events: texts, checkpoints: notes, claims } = journal;
  return composeBundle(nodePrimitives, { origin, texts, notes, from, to, claims });
};

test("whatever range the desk writes lists what its events received and committed to", () => {
  for (let from = 0; from < 10; from++)
    for (let to = from; to < 10; to++) expect(codesOf(verify(range(from, to))), `${from} to ${to}`).toEqual([]);
});

test("an anchor is missed wherever the event that received it is in the bundle, and asked of no other", () => {
  const without = (from: number, to: number): string[] => codesOf(verify({ ...range(from, to), anchors: [] }));
  expect(without(0, 9)).toEqual(["V10"]);
  expect(without(0, 5)).toEqual(["V10"]);
  expect(without(3, 9)).toEqual(["V10"]);
  // The event lies behind the part, or what it received is of a checkpoint before the part.
  expect(without(0, 3)).toEqual([]);
  expect(without(4, 7)).toEqual([]);
});

test("an anchor that is missing is named with its event and its checkpoint", () => {
  const { levels } = verify({ ...range(0, 9), anchors: range(0, 9).anchors.slice(1) });
  expect(levels.time.filter(({ outcome }) => outcome === "fail")).toMatchObject([
    {
      code: "V10",
      where: "event 4",
      text: "the journal received a receipt of checkpoint 2 here, which the bundle does not list",
    },
  ]);
});

test("a commitment is missed wherever its event is in the bundle", () => {
  const without = (from: number, to: number): string[] => codesOf(verify({ ...range(from, to), redactions: [] }));
  expect(without(0, 9)).toEqual(["V13"]);
  expect(without(2, 2)).toEqual(["V13"]);
  expect(without(3, 9)).toEqual([]);
});

test("an anchor whose token was exchanged fails as the one that is missing and the one that nobody received", () => {
  const [two, four] = range(0, 9).anchors;
  const forged = Buffer.from(`I saw this: ${Buffer.from(two!.token, "base64").toString()}`).toString("base64");
  const { levels } = verify({ ...range(0, 9), anchors: [{ ...two!, token: forged }, four!] });
  const failures = levels.time.filter(({ outcome }) => outcome === "fail");
  expect(failures.map(({ where }) => where)).toEqual(["event 4", "receipt of checkpoint 2"]);
});

test("an anchor that was received once may not be listed twice", () => {
  const bundle = anchored(([early = ""]) => [
    { kind: "receipt", size: 2, token: Buffer.from(early).toString("base64") },
  ]);
  expect(codesOf(verify(bundle))).toEqual([]);
  expect(codesOf(verify({ ...bundle, anchors: [...bundle.anchors, ...bundle.anchors] }))).toEqual(["V10"]);
});
