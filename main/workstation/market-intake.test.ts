import { expect, it } from "vitest";
import { engineRig } from "../../tests/fixtures/engine-rig.ts";
import { createBarHistory } from "../adapters/bar-history/bar-history.ts";
import { createMarketIntake } from "./market-intake.ts";
import { tellRefused } from "./refused-inputs.ts";

const none = new Float64Array(0);
const empty = { length: 0, openTime: none, open: none, high: none, low: none, close: none, volume: none };

it("passes over what cannot be true, tells it now and then, and hands on the rest", () => {
  const { engine } = engineRig();
  const told: unknown[] = [];
  const log = { warn: (_: string, fields: unknown) => void told.push(fields) };
  const intake = createMarketIntake(
    engine,
    createBarHistory([empty, empty]),
    () => undefined,
    tellRefused(log as unknown as Parameters<typeof tellRefused>[0]),
  );
  for (let i = 1; i <= 5; i++) expect(intake.tick(0, i, 1, 1, Number.NaN, 1)).toBe(true);
  expect(intake.bar(1, 0, 60_000, 2, 1, 3, 2, 1)).toBe(true);
  expect(intake.tick(0, 6, 1, 1, 1, 1)).toBe(true);
  engine.pump(10);
  expect(engine.metrics().inputs).toBe(1);
  expect(told).toMatchObject([
    { code: "MARKET-NAN", count: 1 },
    { code: "MARKET-NAN", count: 2 },
    { code: "MARKET-NAN", count: 4 },
    { code: "MARKET-BAR-HIGH-LOW", count: 1 },
  ]);
});

it("passes over an instrument that the desk does not have", () => {
  const { engine } = engineRig();
  const told: string[] = [];
  const history = createBarHistory([empty, empty]);
  const intake = createMarketIntake(
    engine,
    history,
    () => undefined,
    ({ code }) => void told.push(code),
  );
  expect(intake.tick(7, 1, 1, 1, 1, 1)).toBe(true);
  expect(told).toEqual(["ENGINE-INSTRUMENT"]);
});
