import { afterAll, beforeAll, expect, test } from "vitest";
import { readEvent } from "../../main/audit/event-text.ts";
import { controlLines, controlSucceeded, runControl } from "../../main/commands/control.ts";
import { systemHost } from "../../main/commands/system-host.ts";
import { askControl } from "../../main/transport/control-client.ts";
import type { ControlRequest } from "../../main/workstation/control-protocol.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const host = { ...systemHost(), env: { ...process.env, PROOFDESK_KEYCHAIN: "off" } };
let desk: TestDesk;
const ask = (request: ControlRequest) => runControl({ host, profileDir: desk.profileDir, request });
const buy = (size = "0.01") =>
  desk.page().call.submitOrder({
    instrumentId: btc,
    side: "buy",
    type: "market",
    size,
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  });
const lastEvents = (count: number) => {
  const { journal } = desk.workstation.context;
  const { events } = journal.health();
  return [...journal.read({ from: Math.max(0, events - count) })].map(({ text }) => readEvent(text));
};

beforeAll(async () => {
  desk = await openDesk();
  await eventually("a price", () => desk.workstation.context.quotes.quote(btc));
});
afterAll(async () => {
  await desk.close();
  removeProfile(desk.profileDir);
});

test("halt shuts the gate of a running desk from another process's view, and the record says who and why", async () => {
  const report = await ask({ op: "halt", reason: "news" });
  expect(report).toMatchObject({ by: "desk", result: { killSwitch: true, state: "halted", recorded: true } });
  expect(report.result?.gateShutMs).toBeLessThan(1000);
  expect(controlSucceeded(report, "halt")).toBe(true);
  expect(controlLines(report, "halt")[0]).toMatch(/^Halted: the gate shut within \d/);
  const engaged = lastEvents(20).find(({ type }) => type === "kill_switch.engaged");
  expect(engaged).toMatchObject({ actor: { kind: "person", id: "command-line" }, data: { reason: "news" } });
  expect((await buy()).verdict.outcome).toBe("rejected");
  const resumed = await ask({ op: "resume", reason: "over" });
  expect(resumed.result).toMatchObject({ state: "active", killSwitch: false });
  expect(controlSucceeded(resumed, "resume")).toBe(true);
});

test("flatten closes what is held and says that nothing is left", async () => {
  const { engine } = desk.workstation.context;
  const { orderId } = await buy();
  await eventually("the position", () => engine.order(orderId)?.status === "filled");
  const report = await ask({ op: "flatten", reason: "end of the day" });
  expect(report.result).toMatchObject({ closed: 1, left: [] });
  expect(controlSucceeded(report, "flatten")).toBe(true);
  expect(engine.positions().every(({ size }) => size === "0")).toBe(true);
  expect(lastEvents(30).find(({ data }) => Array.isArray(data["left"]))?.data).toEqual({
    from: "active",
    to: "active",
    reason: "end of the day",
    left: [],
  });
});

test("resume asks for a reason where a breaker has tripped, and re-arms it with one", async () => {
  const { settings, engine } = desk.workstation.context;
  const { risk } = settings.get();
  settings.update({
    risk: { ...risk, breakers: [{ rule: "order-rate", limit: "1", windowMs: 300, action: "halt" }] },
  });
  await buy();
  await eventually("the breaker", () => engine.breakers()[0]);
  expect(engine.tradingState().state).toBe("halted");
  await expect(ask({ op: "resume" })).rejects.toMatchObject({ code: "RISK-REASON-NEEDED" });
  const resumed = await ask({ op: "resume", reason: "one order is no flood" });
  expect(resumed.result).toMatchObject({ state: "active", breakers: [] });
  settings.update({ risk });
});

test("a lockout is lifted by neither resume nor restart, and lets positions be closed", async () => {
  const { engine } = desk.workstation.context;
  const { orderId } = await buy();
  await eventually("the position", () => engine.order(orderId)?.status === "filled");
  const report = await ask({ op: "lockout", reason: "two losses", ends: { forMs: 3_600_000 } });
  const until = report.result?.lockedOutUntil ?? 0;
  expect(until).toBeGreaterThan(Date.now() + 3_500_000);
  expect(controlLines(report, "lockout").at(-1)).toContain("The broker's own site is not bound by this.");
  await expect(ask({ op: "resume", reason: "please" })).rejects.toMatchObject({ code: "RISK-LOCKED-OUT" });
  await expect(ask({ op: "lockout", reason: "no", ends: { until: 1000 } })).rejects.toMatchObject({
    code: "RISK-LOCKOUT",
  });
  const failed = (rows: readonly { outcome: string; code: string }[]) =>
    rows.filter(({ outcome }) => outcome === "fail").map(({ code }) => code);
  expect(failed((await buy()).verdict.rows)).toEqual(["RISK-043"]);
  await desk.close();
  desk = await openDesk({ profileDir: desk.profileDir });
  await eventually("a price", () => desk.workstation.context.quotes.quote(btc));
  expect(failed((await buy()).verdict.rows)).toContain("RISK-043");
  expect((await ask({ op: "flatten", reason: "done" })).result?.left).toEqual([]);
});

test("a request that the desk does not know is refused, and the desk goes on", async () => {
  const asked = await askControl(desk.profileDir, { op: "sell everything" }, 5000);
  expect(asked).toMatchObject({ kind: "answered", answer: { ok: false, fault: { code: "CONTROL-REQUEST" } } });
});

test("without a desk a halt and a lockout wait in the journal, and the rest says that none runs", async () => {
  const { profileDir } = desk;
  await desk.close();
  const halted = await ask({ op: "halt", reason: "before the start" });
  expect(halted).toMatchObject({ by: "journal", result: null });
  expect(controlLines(halted, "halt")[0]).toBe(
    `No desk runs on this profile. Event ${halted.seq} says that it starts halted.`,
  );
  for (const op of ["resume", "flatten"] as const) {
    await expect(ask({ op, reason: "x" })).rejects.toMatchObject({ code: "CONTROL-NO-DESK" });
  }
  await expect(ask({ op: "lockout", reason: "x", ends: { until: 1 } })).rejects.toMatchObject({ code: "RISK-LOCKOUT" });
  expect(await ask({ op: "lockout", reason: "x", ends: { forMs: 7_200_000 } })).toMatchObject({ by: "journal" });
  desk = await openDesk({ profileDir });
  const { engine } = desk.workstation.context;
  expect(engine.tradingState()).toMatchObject({ state: "halted", killSwitch: true, reason: "before the start" });
  expect(engine.runningLockout()?.leftMs).toBeGreaterThan(7_000_000);
});
