import { expect, test } from "vitest";
import { sizeStep } from "./size-step.ts";

test("a step is the increment where one lot is worth something", () => {
  expect(sizeStep("1", "231.79")).toBe("1");
  expect(sizeStep("0.00001", "96878.33")).toBe("0.00001");
});

test("a step is worth about one unit of the quote currency where the increment is dust", () => {
  expect(sizeStep("0.00000001", "96878.33")).toBe("0.00001");
  expect(sizeStep("0.00000001", "3441.97")).toBe("0.0001");
  expect(sizeStep("0.00000001", "0.5")).toBe("1");
});

test("a step is the increment while no price is known", () => {
  expect(sizeStep("0.00000001", undefined)).toBe("0.00000001");
});
