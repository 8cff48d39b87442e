import { expect, test } from "vitest";
import type { ExecutionReport, OrderView } from "../../shared/model/order.ts";
import { btc, engineRig, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import type { Agent, AgentDesk } from "./agent.ts";

const agent = (id: string, rest: Partial<Agent>): Agent => ({
  id,
  actor: { kind: "trader", id },
  instruments: [0],
  ...rest,
});

test("agents hear the instruments they asked for, while they run, in the order of registration", () => {
  const rig = engineRig();
  const heard: string[] = [];
  const listen = (id: string, instruments: number[]) =>
    agent(id, {
      instruments,
      onTick: (tick) => void heard.push(`${id}${tick.instrument}`),
      onStop: (reason) => void heard.push(`${id} ${reason}`),
    });
  rig.engine.register(listen("a", [0]));
  rig.engine.register(listen("b", [0, 1]));
  rig.price(1);
  rig.engine.startAgent("b");
  rig.engine.startAgent("b");
  rig.engine.startAgent("a");
  rig.price(1);
  rig.price(1, 1);
  rig.engine.stopAgent("a", "enough");
  rig.engine.stopAgent("a", "enough");
  rig.price(1);
  rig.engine.startAgent("a");
  rig.price(1);
  expect(heard).toEqual(["a0", "b0", "b1", "a enough", "b0", "a0", "b0"]);
});

test("an agent that throws is stopped and written down; everyone else goes on", () => {
  const failures: unknown[] = [];
  const rig = engineRig();
  const heard: string[] = [];
  rig.engine.subscribe({ onAgentFailure: (id) => heard.push(`failed ${id}`) });
  const error = new Error("division by zero");
  rig.engine.register(
    agent("bad", {
      onTick() {
        throw error;
      },
      onFailure: (it) => failures.push(it),
    }),
  );
  rig.engine.register(agent("good", { onTick: () => void heard.push("good") }));
  rig.engine.startAgent("bad");
  rig.engine.startAgent("good");
  rig.price(100);
  rig.price(100);
  expect(failures).toEqual([error]);
  expect(heard).toEqual(["failed bad", "good", "good"]);
  expect(rig.dataOf("trader.failed")).toEqual([{ traderId: "bad", reason: "division by zero" }]);
});

test.each(["onStart", "onBar", "onOrder", "onStop", "onFailure"] as const)(
  "a throw in %s stops that agent only",
  (callback) => {
    const failures: unknown[] = [];
    const rig = engineRig({ onListenerFailure: (error) => failures.push(error) });
    const fails = () => {
      throw "words instead of an error";
    };
    rig.engine.register(
      agent("bad", {
        onTick: (_tick, desk) => void desk.submit(market("buy", "1"), ""),
        ...(callback === "onFailure" ? { onBar: fails } : {}),
        [callback]: fails,
      }),
    );
    rig.engine.startAgent("bad");
    rig.bar(100);
    rig.price(100);
    rig.engine.stopAgent("bad", "end");
    expect(rig.dataOf("trader.failed")).toEqual([{ traderId: "bad", reason: "words instead of an error" }]);
    expect(failures).toHaveLength(callback === "onFailure" ? 1 : 0);
  },
);

test("an agent sees the account, trades under its own name, and hears what becomes of its orders", () => {
  const rig = engineRig({ takerFeeBps: "7.5" });
  const heard: [OrderView["status"], ExecutionReport["kind"] | null][] = [];
  let desk!: AgentDesk;
  rig.engine.register(
    agent("a", {
      onStart: (its) => {
        desk = its;
      },
      onOrder: (order, report) => void heard.push([order.status, report?.kind ?? null]),
    }),
  );
  rig.engine.startAgent("a");
  expect(desk.mark(0)).toBeNull();
  const denied = desk.submit(market("buy", "1"), "too early");
  rig.bar(100);
  const first = desk.submit(limit("buy", "2", "99.00"), "dip");
  rig.engine.submit(market("buy", "1"), person, "not the agent's");
  rig.say({ orderId: first, kind: "accepted", venueOrderId: "v" });
  rig.fill(first, "0.5", "99");
  expect(rig.engine.order(denied)?.status).toBe("denied");
  expect(desk.workingOrders(0).map((order) => order.orderId)).toEqual([first]);
  expect(desk.position(0)).toBe(500n);
  expect(desk.mark(0)).toBe(10_000n);
  expect(desk.scale(0).sizeDigits).toBe(3);
  expect(() => desk.scale(9)).toThrow(expect.objectContaining({ code: "ENGINE-INSTRUMENT" }));
  expect(desk.feeRate()).toEqual({ units: 75n, digits: 5 });
  expect(desk.now()).toBe(rig.clock.now);
  expect(desk.equityNumber()).toBeCloseTo(100_000.5, 9);
  expect(desk.equity()).toBe(100_000_500_000n * 10n ** 18n);
  desk.cancel(first, "no longer");
  rig.say({ orderId: first, kind: "canceled", reason: "" });
  desk.cancel(first, "twice is no fault");
  expect(heard).toEqual([
    ["denied", null],
    ["initialized", null],
    ["submitted", null],
    ["accepted", "accepted"],
    ["partially_filled", "fill"],
    ["pending_cancel", null],
    ["canceled", "canceled"],
  ]);
  rig.engine.stopAgent("a", "end");
  expect(() => desk.submit(market("buy", "1"), "")).toThrow(expect.objectContaining({ code: "ENGINE-AGENT-STOPPED" }));
});

test("the orders of one decision share a trace, the next decision has its own", () => {
  const rig = engineRig();
  rig.engine.register(
    agent("a", {
      onBar(_bar, desk) {
        desk.submit(market("buy", "1"), "one");
        desk.submit(market("buy", "1"), "two");
      },
    }),
  );
  rig.engine.startAgent("a");
  rig.bar(100);
  rig.clock.now += 60_000;
  rig.bar(100);
  const intents = rig.events.filter((event) => event.type === "order.intended");
  const [a, b, c, d] = intents.map((event) => [event.trace, event.data["orderId"]]);
  expect([a![0], b![0], c![0], d![0]]).toEqual([a![1], a![1], c![1], c![1]]);
});

test("reports that come while the venue is being fed are handled before any agent decides", () => {
  const order: string[] = [];
  let waiting: string | null = null;
  const rig = engineRig({
    route: {
      submit: (it) => {
        waiting = it.orderId;
      },
      onBar({ openTime, open }) {
        if (!waiting) return;
        rig.fill(waiting, "1", `${open}`, { at: openTime });
        order.push("venue");
        waiting = null;
      },
    },
  });
  rig.engine.register(
    agent("a", {
      onBar(bar, desk) {
        order.push(`bar with ${desk.position(0)}`);
        if (bar.close === 100) desk.submit(market("buy", "1"), "");
      },
      onOrder: (it) => void order.push(it.status),
    }),
  );
  rig.engine.startAgent("a");
  rig.bar(100);
  rig.clock.now += 60_000;
  rig.bar(101);
  expect(order).toEqual(["bar with 0", "initialized", "submitted", "venue", "filled", "bar with 1000"]);
  expect(rig.engine.fills()[0]?.at).toBe(rig.clock.now - 60_000);
});

test("an agent in a loop with a rejecting venue is stopped, not the desk", () => {
  const rig = engineRig({
    route: { submit: (it) => rig.say({ orderId: it.orderId, kind: "rejected", code: "X", reason: "no" }) },
  });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
  const again = (desk: AgentDesk) => void desk.submit(market("buy", "1"), "again");
  rig.engine.register(
    agent("loop", {
      onBar: (_bar, desk) => again(desk),
      onOrder: (it, _report, desk) => it.status === "rejected" && again(desk),
    }),
  );
  rig.engine.startAgent("loop");
  rig.bar(100);
  expect(rig.dataOf("trader.failed")).toMatchObject([{ traderId: "loop" }]);
  expect(rig.engine.metrics().orders).toBe(1000);
});

test("an agent must be registered once, with instruments of this desk, before it starts", () => {
  const { engine } = engineRig();
  engine.register(agent("a", {}));
  expect(() => engine.register(agent("a", {}))).toThrow(expect.objectContaining({ code: "ENGINE-AGENT-EXISTS" }));
  expect(() => engine.register(agent("b", { instruments: [7] }))).toThrow(
    expect.objectContaining({ code: "ENGINE-AGENT-INSTRUMENT" }),
  );
  expect(() => engine.startAgent("nobody")).toThrow(expect.objectContaining({ code: "ENGINE-AGENT-UNKNOWN" }));
  expect(btc.id).toBe(engine.instruments()[0]?.id);
});
