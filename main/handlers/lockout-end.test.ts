import { expect, test } from "vitest";
import { lockoutEnd } from "./lockout-end.ts";

const at = (clock: number, engine: number) => ({ clock: { now: () => clock }, engine: { now: () => engine } });

test("a lockout lasts as long as it was meant to, also where the clock has been set back", () => {
  expect(lockoutEnd(at(9000, 8000), 500)).toBe(9500);
  expect(lockoutEnd(at(1000, 8000), 500)).toBe(8500);
});
