import fc from "fast-check";
import { expect, test } from "vitest";
import { mailTexts } from "./mail-texts.ts";

const textsOf = (mail: string | Buffer): string[] =>
  Array.from(mailTexts(typeof mail === "string" ? Buffer.from(mail, "latin1") : mail), ({ text }) => text);

test("a text is decoded from its transfer encoding and its charset, however the fields are written", () => {
  expect(textsOf("Content-Type:text/plain;charset=ISO-8859-1\n\nGr\xfc\xdfe")).toEqual(["Grüße"]);
  expect(textsOf("Content-Transfer-Encoding: BASE64\r\n\r\nR3LDvMOf\r\nZQ==\r\n")).toEqual(["Grüße"]);
  const folded = 'content-type: text/plain;\r\n\tcharset="utf-8"\r\ncontent-transfer-encoding:\r\n quoted-printable';
  expect(textsOf(`${folded}\r\n\r\nGr=C3=BC=\r\n=C3=9Fe=3D1  \r\n`)).toEqual(["Grüße=1\n\n"]);
  expect(textsOf("From firm Mon Jan 1\nFrom: firm\n\nplain")).toEqual(["plain"]);
});

test("every text of a mail of several parts is found, of forwarded mails too; what cannot be decoded is passed over", () => {
  const parts = [
    "\n\nfirst",
    "\nContent-Type: text/html\n\n<b>",
    "\nContent-Type: x/y; charset=klingon\n\nlost",
    "\nX: y\n\n\xff",
  ];
  const many = `Content-Type: Multipart/mixed; boundary="b b"\n\npreamble\n--b b${parts.join("\n--b b")}\n--b b--\nepilogue`;
  expect(textsOf(many)).toEqual(["first", "<b>"]);
  const forwarded = `Subject: Fwd\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${btoa(many)}`;
  expect(textsOf(forwarded)).toEqual(["first", "<b>"]);
});

test("what is no mail has no texts", () => {
  for (const text of ["", "hello", "hello\n\nFrom: x", "From: only a header", "no field here: \n\nx".slice(3).trim()])
    expect(textsOf(text)).toEqual([]);
});

test("a mail in a mail is followed to a depth that a hostile one cannot exceed, and no bytes make it fail", () => {
  let nested = "Content-Type: text/plain\n\ndeep";
  for (let depth = 0; depth < 40; depth++) nested = `Content-Type: message/rfc822\n\n${nested}`;
  expect(textsOf(nested)).toEqual([]);
  const words = [
    "From: a\n",
    "\n\n",
    "--b\n",
    "--b--\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "=C3",
    "=\r\n",
  ];
  const piece = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 }));
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void textsOf(pieces.join(""))));
});
