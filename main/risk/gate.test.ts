import { describe, expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { OrderIntent } from "../../shared/model/order.ts";
import { RecordedVerdict, type RiskLimits, Verdict } from "../../shared/model/risk.ts";
import { btc, defaultLimits, instrumentNamed, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import { quietFacts } from "../../tests/fixtures/gate-facts.ts";
import { openBrakes } from "../engine/brakes.ts";
import type { GateView, WorkingOrder } from "../engine/gate.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import { createGate } from "./gate.ts";
import { recordedRows } from "./recorded-rows.ts";
import { rules } from "./rules/registry.ts";

const scale = scaleOf(btc, 0);
const money = (text: string): bigint => parseFixed(text, MONEY_DIGITS);
const size = (text: string): bigint => parseFixed(text, scale.sizeDigits);
const price = (text: string): bigint => parseFixed(text, scale.priceDigits);

function view(change: Partial<GateView> = {}): GateView {
  return {
    now: 10_000,
    scale,
    state: "active",
    killSwitch: false,
    mark: { price: price("100"), at: 10_000 },
    atr: 2,
    position: 0n,
    working: [],
    rate: { numerator: 1n, denominator: 1n },
    marginWeight: { numerator: 1n, denominator: 1n },
    account: { equity: money("1000"), buyingPower: money("1000"), committedElsewhere: 0n },
    accountGap: "",
    brakes: openBrakes,
    journalOpen: true,
    feeRate: { units: 0n, digits: 0 },
    facts: quietFacts,
    actor: person,
    ...change,
  };
}

function working(side: "buy" | "sell", exposed: string, change: Partial<WorkingOrder> = {}): WorkingOrder {
  return {
    orderId: "w",
    instrument: 0,
    side,
    exposed: size(exposed),
    limitPrice: null,
    reduceOnly: false,
    group: null,
    ...change,
  };
}

const intent = (request: ReturnType<typeof market>): OrderIntent => ({ ...request, orderId: "o1", reason: "" });
const gateWith = (limits: Partial<RiskLimits> = {}) => createGate({ limits: () => ({ ...defaultLimits, ...limits }) });

function judge(request: ReturnType<typeof market>, seen: GateView = view(), limits: Partial<RiskLimits> = {}) {
  const { verdict, approved } = gateWith(limits).judge(intent(request), seen);
  expect(Verdict.parse(verdict)).toEqual(verdict);
  expect(approved === null).toBe(verdict.outcome === "rejected");
  const row = (code: string) => verdict.rows.find((it) => it.code === code)!;
  const failed = verdict.rows.filter((it) => it.outcome === "fail").map((it) => it.code);
  return { verdict, row, failed };
}

test("the record keeps the rows of what was measured, and the codes of rules that are clear or have no setting", () => {
  const judgement = gateWith({ maxNotionalPerOrder: "500" }).judge(intent(market("buy", "1")), view());
  const { rows, clear, unset, ...rest } = RecordedVerdict.parse(judgement.record);
  const { rows: all, ...verdict } = judgement.verdict;
  expect(rest).toEqual(verdict);
  expect(clear).toEqual(["RISK-004", "RISK-008..RISK-010", "RISK-042..RISK-043"]);
  expect(unset).toEqual(["RISK-011..RISK-041", "RISK-044..RISK-052"]);
  expect(rows[0]).toEqual({
    code: "RISK-001",
    observed: "100",
    limit: "500",
    headroom: "400",
    maxPassingSize: "5",
    outcome: "pass",
    text: "Worth 100 USDT, within the limit of 500 per order",
  });
  expect(all.filter(({ text }) => text === "No limit is set")).toHaveLength(40);
});

test("every rule's row comes back from the record as the gate said it", () => {
  for (const order of [market("buy", "1"), market("sell", "1"), market("sell", "5"), market("buy", "600")])
    for (const position of ["0", "2"]) {
      const judgement = gateWith({ maxNotionalPerOrder: "500", blockSelfCross: true }).judge(
        intent(order),
        view({ position: size(position) }),
      );
      expect(recordedRows(RecordedVerdict.parse(judgement.record))).toEqual(judgement.verdict.rows);
    }
});

test("every rule answers, on approvals too, in plain words", () => {
  const { verdict } = judge(market("buy", "1"), view(), { maxNotionalPerOrder: "500" });
  expect(verdict).toMatchObject({ orderId: "o1", outcome: "approved", reducing: false, maxPassingSize: "5" });
  expect(verdict.rows.map((row) => row.code)).toEqual(
    Array.from({ length: rules.length }, (_, i) => `RISK-${String(i + 1).padStart(3, "0")}`),
  );
  for (const row of verdict.rows) {
    expect(row.outcome).toBe("pass");
    expect(row.text.length).toBeGreaterThan(10);
  }
});

test("an order above the largest notional fails with its headroom and the size that would pass", () => {
  const { row, failed } = judge(market("buy", "6"), view(), { maxNotionalPerOrder: "500" });
  expect(failed).toEqual(["RISK-001"]);
  expect(row("RISK-001")).toMatchObject({
    observed: "600",
    limit: "500",
    headroom: "-100",
    maxPassingSize: "5",
    setting: "risk.maxNotionalPerOrder",
  });
});

test("without a largest notional there is no limit to it", () => {
  expect(judge(market("buy", "6")).row("RISK-001")).toMatchObject({
    outcome: "pass",
    limit: null,
    headroom: null,
    maxPassingSize: null,
  });
});

test("a sell limit below the last price is valued at the last price, where it would fill", () => {
  expect(judge(limit("sell", "1", "98"), view()).row("RISK-001").observed).toBe("100");
  expect(judge(limit("buy", "1", "98"), view()).row("RISK-001").observed).toBe("98");
});

test.each([
  ["106", "buy", "pass", "0"],
  ["106.01", "buy", "fail", "-0.01"],
  ["94", "sell", "pass", "0"],
  ["93.99", "sell", "fail", "-0.01"],
] as const)("a limit at %s (%s) is judged by three ATR around the last price: %s", (at, side, outcome, headroom) => {
  expect(judge(limit(side, "1", at)).row("RISK-002")).toMatchObject({ outcome, headroom, observed: at });
});

test("without a closed bar a limit order cannot be measured, a market order need not be", () => {
  expect(judge(limit("buy", "1", "100"), view({ atr: null })).failed).toEqual(["RISK-002"]);
  expect(judge(market("buy", "1"), view({ atr: null })).failed).toEqual([]);
});

describe("order rate", () => {
  test("the sixth order within a second fails, and time heals it", () => {
    const gate = gateWith();
    const at = (now: number) =>
      gate.judge(intent(market("buy", "1")), view({ now, mark: { price: price("100"), at: now } })).verdict;
    for (let i = 0; i < 5; i++) expect(at(10_000 + i).outcome).toBe("approved");
    const sixth = at(10_500);
    expect(sixth.rows[2]).toMatchObject({
      code: "RISK-003",
      outcome: "fail",
      observed: "6",
      limit: "5",
      headroom: "-1",
    });
    expect(at(10_999).outcome).toBe("rejected");
    expect(at(11_000).outcome).toBe("approved");
    expect(at(11_000).outcome).toBe("rejected");
  });

  test("amendments count, previews and refused orders do not", () => {
    const gate = gateWith({ maxOrdersPerSecond: 2 });
    const order = intent(market("buy", "1"));
    for (let i = 0; i < 9; i++) expect(gate.preview(order, view()).outcome).toBe("approved");
    for (let i = 0; i < 9; i++) gate.judge(order, view({ mark: null }));
    expect(gate.judgeAmendment(order, view({ mark: null }), 0n, false).verdict.outcome).toBe("rejected");
    expect(gate.judgeAmendment(order, view(), 0n, false).verdict.outcome).toBe("approved");
    expect(gate.judge(order, view()).verdict.outcome).toBe("approved");
    expect(gate.judgeAmendment(order, view(), 0n, false).verdict.outcome).toBe("rejected");
  });

  test("exits pass however many there are", () => {
    const gate = gateWith({ maxOrdersPerSecond: 1 });
    const exit = intent(market("sell", "1"));
    for (let i = 0; i < 9; i++) expect(gate.judge(exit, view({ position: size("9") })).approved).not.toBeNull();
  });
});

test("opening from flat while reducing is rejected, on both sides", () => {
  for (const side of ["buy", "sell"] as const) {
    expect(judge(market(side, "1"), view({ state: "reducing" })).failed).toEqual(["RISK-004"]);
  }
});

test("flipping through zero is opening", () => {
  const seen = view({ state: "reducing", position: size("1") });
  const flip = judge(market("sell", "1.001"), seen);
  expect(flip.verdict).toMatchObject({ outcome: "rejected", reducing: false, maxPassingSize: "1" });
  expect(judge(market("sell", "1"), seen).verdict).toMatchObject({ outcome: "approved", reducing: true });
});

test("a missing price opens nothing and lets exits pass", () => {
  const seen = view({ mark: null });
  const { row, failed } = judge(limit("buy", "1", "100"), seen);
  expect(failed).toEqual(["RISK-001", "RISK-002", "RISK-005", "RISK-006"]);
  for (const code of failed) expect(row(code).observed).toBeNull();
  expect(judge(market("buy", "1"), seen, { maxNotionalPerOrder: "5" }).row("RISK-001").limit).toBe("5");
  expect(judge(market("sell", "1"), view({ mark: null, position: size("1") })).verdict.outcome).toBe("approved");
});

test("a missing account opens nothing and lets exits pass", () => {
  const { row, failed } = judge(market("buy", "1"), view({ account: null }));
  expect(failed).toEqual(["RISK-005", "RISK-007"]);
  expect(row("RISK-007").observed).toBeNull();
  expect(judge(market("buy", "1"), view({ account: null, position: size("-1") })).verdict.outcome).toBe("approved");
});

test("a stale quote opens nothing", () => {
  const aged = (ageMs: number) => view({ mark: { price: price("100"), at: 10_000 - ageMs } });
  expect(judge(market("buy", "1"), aged(5000)).failed).toEqual([]);
  const { row, failed } = judge(market("buy", "1"), aged(5001));
  expect(failed).toEqual(["RISK-006"]);
  expect(row("RISK-006")).toMatchObject({
    observed: "5001",
    limit: "5000",
    headroom: "-1",
    setting: "risk.staleAfterMs",
  });
});

test("a journal that takes no events opens nothing and lets exits pass", () => {
  const { row, failed } = judge(market("buy", "1"), view({ journalOpen: false }));
  expect(failed).toEqual(["RISK-008"]);
  expect(row("RISK-008").observed).toBeNull();
  expect(judge(market("sell", "1"), view({ journalOpen: false, position: size("1") })).verdict.outcome).toBe(
    "approved",
  );
});

describe("working orders are counted", () => {
  test("an exit that another exit has taken already is opening", () => {
    const seen = view({ state: "halted", position: size("2"), working: [working("sell", "1.5")] });
    expect(judge(market("sell", "0.5"), seen).verdict.outcome).toBe("approved");
    expect(judge(market("sell", "0.501"), seen).verdict).toMatchObject({ outcome: "rejected", maxPassingSize: "0.5" });
  });

  test("an order on the other side takes nothing from an exit", () => {
    const seen = view({ state: "halted", position: size("2"), working: [working("buy", "5")] });
    expect(judge(market("sell", "2"), seen).verdict.reducing).toBe(true);
  });

  test("buying power is taken by the position, by what works and by the order together", () => {
    const seen = view({ position: size("2"), working: [working("buy", "3"), working("sell", "9")] });
    expect(judge(market("buy", "5"), seen).verdict).toMatchObject({ outcome: "approved", maxPassingSize: "5" });
    expect(judge(market("buy", "5.001"), seen).row("RISK-005")).toMatchObject({
      outcome: "fail",
      observed: "1000.1",
      headroom: "-0.1",
    });
  });

  test("a reversal's working exit frees its part", () => {
    const exit = working("sell", "8", { reduceOnly: true });
    const seen = view({ position: size("8"), working: [exit] });
    expect(judge(market("sell", "10"), seen).row("RISK-005")).toMatchObject({ outcome: "pass", observed: "1000" });
    expect(judge(market("sell", "10.001"), seen).failed).toEqual(["RISK-005"]);
    const doubled = view({ position: size("8"), working: [exit, exit] });
    expect(judge(market("sell", "10"), doubled).row("RISK-005").observed).toBe("1000");
  });

  test("an order that flips through zero needs buying power for what lies beyond zero", () => {
    const seen = view({ position: size("8") });
    expect(judge(market("sell", "18"), seen).row("RISK-005")).toMatchObject({ outcome: "pass", observed: "1000" });
    expect(judge(market("sell", "18.001"), seen).failed).toEqual(["RISK-005"]);
  });

  test("the fee and other instruments take their share", () => {
    const seen = view({
      feeRate: { units: 1n, digits: 2 },
      account: { equity: money("1000"), buyingPower: money("1000"), committedElsewhere: money("495") },
    });
    expect(judge(market("buy", "5"), seen).row("RISK-005")).toMatchObject({
      outcome: "pass",
      observed: "1000",
      headroom: "0",
    });
    expect(judge(market("buy", "5.001"), seen).failed).toEqual(["RISK-005"]);
    expect(
      judge(market("buy", "1"), { ...seen, account: { ...seen.account!, committedElsewhere: money("1001") } }).verdict
        .maxPassingSize,
    ).toBe("0");
  });
});

test.each(["halted", "reducing"] as const)("%s lets exits pass and marks the limits exempt", (state) => {
  const seen = view({ state, position: size("-3"), mark: null, account: null, atr: null, journalOpen: false });
  const { verdict, row } = judge(limit("buy", "3", "500"), seen, { maxNotionalPerOrder: "1" });
  expect(verdict).toMatchObject({ outcome: "approved", reducing: true, maxPassingSize: "3" });
  for (const code of ["RISK-001", "RISK-002", "RISK-004", "RISK-005", "RISK-006", "RISK-007", "RISK-008"]) {
    expect(row(code).outcome).toBe("exempt");
  }
  expect(row("RISK-009").outcome).toBe("pass");
});

test("the kill switch shuts out opening orders and says so, whatever the state", () => {
  const { failed, row } = judge(market("buy", "1"), view({ killSwitch: true }));
  expect(failed).toEqual(["RISK-004"]);
  expect(row("RISK-004")).toMatchObject({ observed: "kill switch", text: expect.stringContaining("kill switch") });
  expect(
    judge(market("sell", "1"), view({ killSwitch: true, state: "halted", position: size("1") })).verdict.outcome,
  ).toBe("approved");
});

test("an amendment that only shrinks an order passes in every state, however crowded its side is", () => {
  const seen = view({ position: size("5"), state: "halted", working: [working("sell", "5")] });
  const leg = intent(market("sell", "3", { reduceOnly: true }));
  expect(gateWith().judgeAmendment(leg, seen, 0n, false).approved).toBeNull();
  expect(gateWith().judgeAmendment(leg, seen, 0n, true).verdict).toMatchObject({ outcome: "approved", reducing: true });
});

test("a reduce-only order that would open is rejected even when nothing else objects", () => {
  const only = { reduceOnly: true };
  expect(judge(market("sell", "1", only)).failed).toEqual(["RISK-009"]);
  expect(judge(market("buy", "1", only), view({ position: size("5") })).failed).toEqual(["RISK-009"]);
  const { row, verdict } = judge(market("sell", "6", only), view({ position: size("5") }));
  expect(row("RISK-009")).toMatchObject({
    outcome: "fail",
    observed: "6",
    limit: "5",
    headroom: "-1",
    maxPassingSize: "5",
  });
  expect(verdict.maxPassingSize).toBe("5");
  expect(judge(market("sell", "5", only), view({ position: size("5") })).verdict.outcome).toBe("approved");
});

test("an exit that other working orders crowd out is told why, and how to get out", () => {
  const seen = view({ position: size("5"), working: [working("sell", "4")] });
  const why =
    "Other working orders already close 4 of the 5 that is open, which leaves 1: cancel them first, or use Close or Flatten, which do both";
  expect(judge(market("sell", "2", { reduceOnly: true }), seen).row("RISK-009").text).toBe(why);
  const halted = { ...seen, state: "halted" as const };
  expect(judge(market("sell", "2"), halted).row("RISK-004").text).toBe(
    `Only orders that reduce a position may pass: trading is halted. ${why}`,
  );
  for (const request of [market("sell", "6"), market("buy", "2")]) {
    expect(judge(request, halted).row("RISK-004").text).not.toContain("Flatten");
  }
  expect(judge(market("sell", "1"), halted).verdict.outcome).toBe("approved");
});

test("an exit may be smaller than the instrument's smallest size, not larger than its largest", () => {
  const bounded = scaleOf(instrumentNamed("X", { minSize: "0.1", maxSize: "2" }), 0);
  const seen = view({ scale: bounded, position: size("5") });
  expect(judge(market("sell", "0.05"), seen).verdict).toMatchObject({ outcome: "approved", reducing: true });
  expect(judge(market("buy", "0.05"), seen).row("RISK-010")).toMatchObject({ outcome: "fail", limit: "0.1" });
  const dust = view({ scale: bounded, position: size("0.05"), state: "halted" });
  expect(judge(market("sell", "1"), dust).verdict).toMatchObject({ outcome: "rejected", maxPassingSize: "0.05" });
  expect(judge(market("sell", "3"), seen).row("RISK-010")).toMatchObject({
    outcome: "fail",
    limit: "2",
    maxPassingSize: "2",
  });
  expect(judge(market("sell", "2"), seen).verdict).toMatchObject({ outcome: "approved", maxPassingSize: "2" });
  const poor = view({
    scale: bounded,
    account: { equity: money("5"), buyingPower: money("5"), committedElsewhere: 0n },
  });
  expect(judge(market("buy", "0.1"), poor).verdict).toMatchObject({ outcome: "rejected", maxPassingSize: "0" });
  const floor = view({ scale: scaleOf(instrumentNamed("X", { minSize: "0.1" }), 0) });
  expect(judge(market("buy", "1"), floor).row("RISK-010")).toMatchObject({ outcome: "pass", limit: null });
});

test("a changed limit holds from the next order on", () => {
  let limits = defaultLimits;
  const gate = createGate({ limits: () => limits });
  expect(gate.judge(intent(market("buy", "1")), view()).verdict.outcome).toBe("approved");
  limits = { ...defaultLimits, maxNotionalPerOrder: "99" };
  expect(gate.judge(intent(market("buy", "1")), view()).verdict.outcome).toBe("rejected");
});

test("what was spent shows to the last decimal", () => {
  const seen = view({ feeRate: { units: 45n, digits: 5 } });
  expect(judge(market("buy", "1.234"), seen).row("RISK-005").observed).toBe(
    formatFixed(money("123.45553"), MONEY_DIGITS),
  );
});

describe("a rule that breaks", () => {
  const tooFine = { maxNotionalPerOrder: `25000.${"0".repeat(30)}1` };
  const seen = view({ position: size("2") });

  test("opens nothing and says what broke, while the other rules still answer", () => {
    const { verdict, failed, row } = judge(market("buy", "1"), seen, tooFine);
    expect(failed).toEqual(["RISK-001"]);
    expect(verdict).toMatchObject({ outcome: "rejected", maxPassingSize: "0" });
    expect(verdict.rows).toHaveLength(rules.length);
    expect(row("RISK-001").text).toMatch(/^This could not be checked, so nothing may open: .* decimals$/);
    expect(judge(limit("buy", "1", "100"), seen, { priceBandAtr: "9".repeat(400) }).failed).toEqual(["RISK-002"]);
  });

  test("keeps no exit from leaving, whether it is a limit or a validity check", () => {
    const coarse = { ...scale, instrument: { ...btc, minSize: "0.00001", maxSize: "0.00001" } };
    const { verdict, row } = judge(market("sell", "2", { reduceOnly: true }), { ...seen, scale: coarse }, tooFine);
    expect(verdict).toMatchObject({ outcome: "approved", reducing: true, maxPassingSize: "2" });
    expect(row("RISK-001").outcome).toBe("exempt");
    expect(row("RISK-010")).toMatchObject({ outcome: "exempt", text: expect.stringContaining("could not be checked") });
  });
});
