import { expect, it } from "vitest";
import { csvText } from "./csv.ts";

const cell = (text: string): string => csvText("head", [[text]]).split("\r\n")[1] ?? "";

it.each([
  "-2+3+cmd|x",
  "-1",
  "-0.5",
  "-1.5e3",
  "-1-1",
  "-1.",
  "-.5",
  "-",
  "-A1",
  "=1",
  "+1",
  "@x",
  "\t=1",
  "\n=1",
  "-1\n+2",
])("leaves a number alone and makes everything else that begins like a formula harmless: %j", (text) => {
  const isNumber = ["-1", "-0.5"].includes(text);
  expect(cell(text).replace(/^"/, "").startsWith("'")).toBe(!isNumber);
});

it("leaves text alone that only holds what a formula is made of", () => {
  expect(cell("ES-2=3")).toBe("ES-2=3");
  expect(cell("12.5")).toBe("12.5");
});
