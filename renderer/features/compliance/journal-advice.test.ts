import { describe, expect, it } from "vitest";
import { scriptedJournal } from "../../../tests/fixtures/scripted-views.ts";
import { coverageText } from "./anchor-words.ts";
import { toBase64Text } from "./base64-text.ts";
import { journalAdvice } from "./journal-advice.ts";

const now = 1_000_000;
const healthy = {
  ...scriptedJournal(now, 5),
  lastCheckpoint: { size: 5, root: "r", at: now - 1000 },
  signing: { storage: "keychain", keyId: "ab", publicKey: "x" } as const,
};
const advice = (change: Partial<typeof healthy>, at = now) =>
  journalAdvice({ ...healthy, ...change } as Parameters<typeof journalAdvice>[0], "No keychain.", at);

describe("advice about the journal", () => {
  it("is none where all is as it should be", () => {
    expect(advice({})).toEqual([]);
  });

  it("says what to do about a mode that does not wait for the disk", () => {
    expect(advice({ synchronous: "NORMAL" } as never)[0]).toMatchObject({ id: "mode", tone: "bad" });
    expect(advice({ walMode: false } as never)[0]?.text).toContain("move the profile to a local disk");
  });

  it("worries about a checkpoint that is late only while events wait for it", () => {
    expect(advice({ events: 9 } as never, now + 200_000)[0]?.text).toMatch(/^4 events lie behind .* 3 min old/);
    expect(advice({}, now + 200_000)).toEqual([]);
    expect(advice({ events: 9 } as never, now + 30_000)).toEqual([]);
  });

  it("puts what broke before what is only weaker than it could be", () => {
    const signing = { storage: "session", keyId: "ab", publicKey: "x" } as const;
    const failed = { state: "failed", failure: "disk full", signing, aside: { kept: 1, refused: 0 } };
    expect(advice(failed as never).map(({ id }) => id)).toEqual(["failed", "aside", "session"]);
    expect(advice(failed as never)[2]?.text).toContain("No keychain.");
  });
});

describe("what is held outside", () => {
  it("is said in one sentence that claims no more than is covered", () => {
    const latest = (kind: string) => [{ seq: 4, kind, size: 4, by: "x", time: "", at: "" }];
    expect(coverageText({ covered: 0, latest: [] }, 10)).toContain("the owner could rewrite all of the record");
    const text = "Events 0 to 3 lie under an anchor. The 6 after it are not held outside yet.";
    expect(coverageText({ covered: 4, latest: latest("cosignature") }, 10)).toBe(text);
    expect(coverageText({ covered: 4, latest: latest("receipt") }, 10)).toContain("compares one with the copy");
  });
});

describe("bytes for the wire", () => {
  it("are base64 that gives the same bytes back, however many they are", () => {
    const bytes = Uint8Array.from({ length: 20_001 }, (_, i) => (i * 7) % 256);
    const back = Uint8Array.from(atob(toBase64Text(bytes)), (char) => char.charCodeAt(0));
    expect(back).toEqual(bytes);
    expect(toBase64Text(new Uint8Array(0))).toBe("");
  });
});
