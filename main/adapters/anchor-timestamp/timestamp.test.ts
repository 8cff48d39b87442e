import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasOpenssl, type LocalAuthority, localAuthority } from "../../../tests/anchors/local-authority.ts";
import { askAuthority, readRoots } from "./ask-authority.ts";
import { readDer, readTime } from "./der.ts";
import { readToken } from "./read-token.ts";
import { derInteger, timestampRequest, tokenOf } from "./timestamp-request.ts";

const message = Buffer.from("proofdesk/test\n3\nroot\n");

describe.skipIf(!hasOpenssl())("tokens that OpenSSL makes", () => {
  let rsa: LocalAuthority;
  let ec: LocalAuthority;
  beforeAll(async () => {
    [rsa, ec] = await Promise.all([localAuthority("rsa"), localAuthority("ec")]);
  });
  afterAll(async () => {
    await Promise.all([rsa.close(), ec.close()]);
  });
  const ask = ({ url, rootPem }: LocalAuthority, about = message) =>
    askAuthority({ name: "test", url, rootPem }, about, 20_000);

  test("a token signed with RSA and one with ECDSA hold against their pinned root, with their time", async () => {
    for (const authority of [rsa, ec]) {
      const before = Date.now();
      const { token, at, by } = await ask(authority);
      expect(Math.abs(at - before)).toBeLessThan(60_000);
      expect(by).toBe("CN=Test authority");
      expect(readToken(token, message, readRoots("test", authority.rootPem))).toMatchObject({ at, by });
      expect(tokenOf(token)).toEqual(token);
    }
  });

  test("a token is refused for another text and by another root", async () => {
    const { token } = await ask(rsa);
    expect(() => readToken(token, Buffer.from("other"), readRoots("test", rsa.rootPem))).toThrow("something else");
    expect(() => readToken(token, message, readRoots("test", ec.rootPem))).toThrow("no pinned root");
    expect(() => readToken(token, message, [])).toThrow("no pinned root");
  });

  test("no byte of what a token says or of its signature can be changed", async () => {
    const { token } = await ask(ec);
    const roots = readRoots("test", ec.rootPem);
    const [{ content }] = [readDer(token)];
    const time = content.indexOf(Buffer.from([24, 15]));
    expect(readTime({ tag: 24, content: content.subarray(time + 2, time + 17), whole: content })).toBeGreaterThan(0);
    let unnoticed = 0;
    for (let at = 0; at < token.length; at++) {
      const changed = Buffer.from(token);
      changed[at] = (changed[at] ?? 0) ^ 1;
      try {
        const read = readToken(changed, message, roots);
        // What is left of it says the same: a byte that nothing depends on, such as the tag of an unused field.
        expect(read).toEqual(readToken(token, message, roots));
        unnoticed += 1;
      } catch (error) {
        expect((error as Error).message).not.toBe("");
      }
    }
    expect(unnoticed).toBeLessThan(token.length / 10);
  });

  test("an answer that refuses, is no answer, or belongs to another request is a fault", async () => {
    const refusal = Buffer.from("300530030201023000", "hex");
    rsa.corrupt = () => Buffer.from(refusal.subarray(0, 7));
    await expect(ask(rsa)).rejects.toMatchObject({ code: "ANCHOR-TIMESTAMP" });
    rsa.corrupt = () => Buffer.from("not der");
    await expect(ask(rsa)).rejects.toMatchObject({ code: "ANCHOR-TIMESTAMP" });
    rsa.corrupt = null;
    const response = await fetch(rsa.url, {
      method: "POST",
      body: new Uint8Array(timestampRequest(message, Buffer.from([9]))),
    });
    const old = Buffer.from(await response.arrayBuffer());
    rsa.corrupt = () => old;
    await expect(ask(rsa)).rejects.toThrow("another request");
    rsa.corrupt = null;
    await expect(
      askAuthority({ name: "x", url: "http://192.0.2.1/", rootPem: rsa.rootPem }, message, 10),
    ).rejects.toThrow("not an https address");
    await expect(
      askAuthority({ name: "x", url: "http://127.0.0.1:1/", rootPem: rsa.rootPem }, message, 2000),
    ).rejects.toMatchObject({ code: "ANCHOR-TIMESTAMP" });
    expect(() => readRoots("x", "none")).toThrow(expect.objectContaining({ code: "ANCHOR-ROOT" }));
  });

  test("a certificate that is also for other purposes stamps nothing", async () => {
    const other = await localAuthority("ec", "other");
    try {
      // OpenSSL itself refuses to stamp with it; what a careless authority would send is checked all the same.
      await expect(ask(other)).rejects.toMatchObject({ code: "ANCHOR-TIMESTAMP" });
    } finally {
      await other.close();
    }
  });
});

test("integers are as short as DER has them, and hostile lengths are refused", () => {
  expect(derInteger(Buffer.from([0, 0, 5]))).toEqual(Buffer.from([5]));
  expect(derInteger(Buffer.from([0x80]))).toEqual(Buffer.from([0, 0x80]));
  for (const hex of [
    "",
    "30",
    "3080",
    "308201",
    "30810100",
    "3085ffffffffff",
    "30820001aa",
    "3003020101ff",
    "1f0100",
  ]) {
    expect(() => readDer(Buffer.from(hex, "hex")), hex).toThrow(RangeError);
  }
});
