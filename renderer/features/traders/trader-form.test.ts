import { describe, expect, it } from "vitest";
import type { StrategyInfo } from "../../../shared/contract/traders.ts";
import { pulseOf, silentAfterMs } from "./heartbeat.ts";
import { formFor, formProblems } from "./trader-form.ts";

const strategy: StrategyInfo = {
  name: "sma",
  title: "Moving averages",
  text: "",
  parameters: [
    { name: "fast", kind: "integer", initial: "10", text: "" },
    { name: "factor", kind: "number", initial: "1.5", text: "" },
    { name: "side", kind: "choice", choices: ["long", "both"], initial: "long", text: "" },
    { name: "sizing", kind: "text", initial: "equity:0.5", text: "" },
  ],
};

describe("the form of a new trader", () => {
  it("starts with the strategy's own values and can be sent as it is", () => {
    const form = formFor(strategy, ["paper:BTC/USDT"]);
    expect(form.params).toEqual({ fast: "10", factor: "1.5", side: "long", sizing: "equity:0.5" });
    expect(formProblems(form, strategy).size).toBe(0);
  });

  it("says what is wrong in which field", () => {
    const form = {
      name: " ",
      strategy: "sma",
      params: { fast: "1.5", factor: "x", side: "short", sizing: "" },
      instrumentIds: [],
    };
    expect(Object.fromEntries(formProblems(form, strategy))).toEqual({
      name: "traders.problem.name",
      instrumentIds: "traders.problem.instruments",
      "params.fast": "traders.problem.integer",
      "params.factor": "traders.problem.number",
      "params.side": "traders.problem.choice",
      "params.sizing": "traders.problem.empty",
    });
  });

  it("asks for a value that is missing altogether", () => {
    expect(formProblems({ ...formFor(strategy, ["x"]), params: {} }, strategy).get("params.fast")).toBe(
      "traders.problem.empty",
    );
  });
});

describe("a trader's pulse", () => {
  it("beats, falls silent, waits for its first beat, or is none", () => {
    expect(pulseOf({ status: "running", heartbeatAt: 1000 }, 2000)).toBe("beating");
    expect(pulseOf({ status: "running", heartbeatAt: 1000 }, 1001 + silentAfterMs)).toBe("silent");
    expect(pulseOf({ status: "running", heartbeatAt: 1000 }, 1001 + silentAfterMs, 600)).toBe("beating");
    expect(pulseOf({ status: "running", heartbeatAt: 1000 }, 1600 + 600 * silentAfterMs, 600)).toBe("silent");
    expect(pulseOf({ status: "running", heartbeatAt: null }, 2000)).toBe("waiting");
    expect(pulseOf({ status: "failed", heartbeatAt: 1000 }, 2000)).toBe("none");
  });
});
