import { expect, test } from "vitest";
import { engineRig, eth, limit, market, person } from "../../tests/fixtures/engine-rig.ts";

function holding(sizeText: string) {
  const rig = engineRig();
  rig.bar(100);
  rig.bar(100, 1, 1);
  const { orderId } = rig.engine.submit(market("buy", sizeText), person, "");
  rig.fill(orderId, sizeText, "100");
  return rig;
}

test("the kill switch shuts the gate first, then cancels everything that is not an exit", () => {
  const rig = holding("3");
  const ask = (request: Parameters<typeof rig.engine.submit>[0]) => {
    rig.clock.now += 400;
    return rig.engine.submit(request, person, "").orderId;
  };
  const exit = ask(limit("sell", "2", "101.00"));
  const onlyExit = ask(limit("sell", "1", "101.50", { reduceOnly: true }));
  const more = ask(limit("buy", "1", "99.00"));
  const elsewhere = ask(limit("sell", "1", "101.00", { instrumentId: eth.id }));
  const flip = ask(limit("sell", "2", "102.00"));
  const states: string[] = [];
  rig.engine.subscribe({
    onTradingState: (state, killSwitch, reason) => states.push(`${state} ${killSwitch} ${reason} ${rig.asked.length}`),
  });
  rig.engine.engageKillSwitch(person, "too fast");
  expect(states).toEqual(["halted true too fast 6"]);
  expect(rig.types().slice(-4)).toEqual(["kill_switch.engaged", ...Array(3).fill("order.cancel_requested")]);
  const canceled = rig.asked.filter((it) => it.startsWith("cancel")).map((it) => it.slice(7));
  expect(new Set(canceled)).toEqual(new Set([more, elsewhere, flip]));
  expect(rig.engine.order(exit)?.status).toBe("submitted");
  expect(rig.engine.order(onlyExit)?.status).toBe("submitted");
  expect(rig.engine.tradingState()).toEqual({ state: "halted", killSwitch: true, reason: "too fast" });
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("rejected");
});

test("the kill switch leaves no more exits working than there is position, reduce-only ones first", () => {
  const rig = holding("3");
  const onlyExit = rig.engine.submit(limit("sell", "2", "101.00", { reduceOnly: true }), person, "").orderId;
  const beyond = rig.engine.submit(limit("sell", "2", "101.00"), person, "").orderId;
  rig.engine.engageKillSwitch(person, "stop");
  expect(rig.engine.order(onlyExit)?.status).toBe("submitted");
  expect(rig.engine.order(beyond)?.status).toBe("pending_cancel");
});

test("releasing the kill switch leaves trading halted until someone says otherwise", () => {
  const rig = holding("1");
  rig.engine.releaseKillSwitch(person, "was not engaged");
  expect(rig.types()).not.toContain("kill_switch.released");
  rig.engine.engageKillSwitch(person, "stop");
  expect(() => rig.engine.setTradingState("active", person, "")).toThrow(
    expect.objectContaining({ code: "RISK-KILL-SWITCH" }),
  );
  rig.engine.releaseKillSwitch(person, "looked at it");
  expect(rig.engine.tradingState()).toMatchObject({ state: "halted", killSwitch: false });
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("rejected");
  expect(rig.engine.submit(market("sell", "1"), person, "").verdict.outcome).toBe("approved");
  rig.engine.setTradingState("active", person, "go on");
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("approved");
  expect(rig.dataOf("risk.state_changed")).toEqual([{ from: "halted", to: "active", reason: "go on" }]);
});

test("what was approved but not sent is taken back when trading stops, exits apart", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  const first = rig.engine.submit(limit("buy", "3", "100.00"), person, "").orderId;
  rig.engine.durable(rig.events.length);
  rig.say({ orderId: first, kind: "accepted", venueOrderId: "v" });
  rig.fill(first, "1", "100");
  rig.engine.amend(first, { size: "4" }, person, "");
  const opening = rig.engine.submit(market("buy", "1"), person, "").orderId;
  const exit = rig.engine.submit(market("sell", "1"), person, "").orderId;
  rig.engine.setTradingState("reducing", person, "drawdown");
  expect(rig.engine.order(opening)).toMatchObject({
    status: "canceled",
    statusReason: "canceled before it was sent: trading became reducing",
  });
  expect(rig.engine.order(first)).toMatchObject({ status: "partially_filled", size: "3" });
  rig.engine.durable(rig.events.length);
  expect(rig.asked).toEqual([`submit ${first}`, `submit ${exit}`]);
});

test("without a journal nothing opens, and exits leave at once and live in memory", () => {
  const rig = holding("2");
  rig.journal.open = false;
  const written = rig.events.length;
  const opening = rig.engine.submit(market("buy", "1"), person, "");
  expect(opening.verdict.rows.filter((row) => row.outcome === "fail").map((row) => row.code)).toEqual(["RISK-008"]);
  const exit = rig.engine.submit(market("sell", "2"), person, "");
  expect(exit.verdict).toMatchObject({ outcome: "approved", reducing: true });
  rig.fill(exit.orderId, "2", "101");
  expect(rig.engine.order(exit.orderId)?.status).toBe("filled");
  expect(rig.engine.account().cash).toBe("100002");
  rig.engine.engageKillSwitch(person, "no journal");
  expect(rig.engine.tradingState().killSwitch).toBe(true);
  expect(rig.events).toHaveLength(written);
});

test("a journal that fails while an order is being judged lets no opening order out", () => {
  const rig = holding("2");
  rig.journal.failing = true;
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("rejected");
  expect(rig.engine.submit(market("sell", "1"), person, "").verdict.outcome).toBe("approved");
  expect(rig.asked).toHaveLength(2);
});

test("a journal that fails between the intent and the verdict refuses the opening order after all", () => {
  const rig = holding("2");
  const working = rig.engine.submit(limit("buy", "1", "99.50"), person, "").orderId;
  rig.say({ orderId: working, kind: "accepted", venueOrderId: "v" });
  rig.journal.failing = true;
  expect(rig.engine.amend(working, { size: "2" }, person, "").outcome).toBe("rejected");
  expect(rig.engine.order(working)?.status).toBe("accepted");
  rig.journal.failing = false;
  let events = 0;
  const push = rig.events.push.bind(rig.events);
  rig.events.push = (...items) => {
    if (events++ === 1) throw new Error("disk full");
    return push(...items);
  };
  const { verdict, orderId } = rig.engine.submit(market("buy", "1"), person, "");
  expect(verdict.outcome).toBe("rejected");
  expect(rig.engine.order(orderId)?.status).toBe("denied");
});

test("a journal that fails before the verdict is durable withdraws what opens and sends what closes", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  const first = rig.engine.submit(market("buy", "2"), person, "").orderId;
  rig.engine.durable(rig.events.length);
  rig.fill(first, "2", "100");
  const opening = rig.engine.submit(market("buy", "1"), person, "").orderId;
  const exit = rig.engine.submit(market("sell", "1"), person, "").orderId;
  rig.journal.open = false;
  rig.price(100);
  expect(rig.asked).toEqual([`submit ${first}`, `submit ${exit}`]);
  expect(rig.engine.order(opening)?.statusReason).toContain("the journal failed");
  expect(rig.engine.pendingRelease).toBe(0);
});

test("an intent that was never sent is shown after a restart, never sent, and canceled only by a person", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "last words");
  expect(rig.engine.unsentIntents()).toEqual([]);
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.bar(100);
  expect(again.engine.unsentIntents()).toMatchObject([{ orderId, status: "initialized", reason: "last words" }]);
  expect(again.asked).toEqual([]);
  expect(again.engine.submit(market("buy", "1"), person, "next").orderId).not.toBe(orderId);
  again.engine.cancel(orderId, person, "cleared");
  expect(again.engine.order(orderId)).toMatchObject({ status: "canceled", statusReason: "never sent" });
  expect(again.engine.unsentIntents()).toEqual([]);
});

test("a sent order goes on after a restart, and its fills are not booked twice", () => {
  const rig = engineRig();
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.fill(orderId, "1", "100", { fillId: "f1" });
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.fill(orderId, "1", "100", { fillId: "f1" });
  expect(again.dataOf("order.reconciled")).toMatchObject([{ outcome: "duplicate_fill" }]);
  again.fill(orderId, "1", "101", { fillId: "f2" });
  expect(again.engine.order(orderId)).toMatchObject({ status: "filled", averagePrice: "100.5" });
});

test("a position without a price after a restart opens nothing until the price is back", () => {
  const rig = holding("2");
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.bar(50, 1, 1);
  const buy = () => again.engine.submit(market("buy", "1", { instrumentId: eth.id }), person, "").verdict;
  expect(
    buy()
      .rows.filter((row) => row.outcome === "fail")
      .map((row) => row.code),
  ).toEqual(["RISK-005", "RISK-007"]);
  const own = again.engine.preview(market("buy", "1"), person);
  expect(own.rows.find((row) => row.code === "RISK-007")?.outcome).toBe("fail");
  again.price(100);
  expect(buy().outcome).toBe("approved");
});

test("a working order elsewhere without a price leaves the account unknown too", () => {
  const rig = engineRig();
  rig.bar(100);
  rig.engine.submit(limit("buy", "1", "99.00"), person, "");
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.bar(50, 1, 1);
  expect(again.engine.submit(market("buy", "1", { instrumentId: eth.id }), person, "").verdict.outcome).toBe(
    "rejected",
  );
});

test("positions and working orders elsewhere take their share of buying power", () => {
  const rig = holding("300");
  rig.engine.submit(limit("buy", "200", "99.50"), person, "");
  rig.engine.submit(limit("sell", "100", "101.00"), person, "");
  const row = rig.engine.preview(market("buy", "1", { instrumentId: eth.id }), person).rows[4];
  expect(row).toMatchObject({ code: "RISK-005", observed: "50100", limit: "100000" });
});

test.each([
  ["an order nobody intended", 1, {}, "was never intended"],
  ["an instrument that is not listed", 0, { instrumentId: "paper:DOGE" }, "does not list"],
  ["an intent without a size", 0, { size: 5 }, "no order intent"],
])("a journal with %s is refused by name", (_name, index, change, words) => {
  const rig = engineRig();
  rig.bar(100);
  rig.engine.submit(market("buy", "1"), person, "");
  const event = rig.stored()[index]!;
  const broken = { ...event, data: { ...event.data, ...change } };
  expect(() => engineRig().engine.restore(broken)).toThrow(
    expect.objectContaining({ code: "ENGINE-RESTORE", message: expect.stringContaining(words) }),
  );
});

test("a journal whose events contradict each other is refused by seq", () => {
  const rig = engineRig();
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  const stored = rig.stored();
  const restored = () => {
    const { engine } = engineRig();
    for (const event of stored.slice(0, 3)) engine.restore(event);
    return engine;
  };
  expect(() => restored().restore(stored[2]!)).toThrow(/event 2 .*cannot become submitted/);
  expect(() => restored().restore(stored[0]!)).toThrow(/exists already/);
  const fill = stored[3]!;
  expect(() => restored().restore({ ...fill, data: { ...fill.data, price: null } })).toThrow(/no text "price"/);
  expect(() => restored().restore({ ...fill, data: { ...fill.data, orderId: "other" } })).toThrow(/never intended/);
  const other = restored();
  other.restore({ ...fill, type: "note.added", data: {} });
  other.restore({ ...fill, type: "order.reconciled", data: { orderId, outcome: "overfill", reason: "" } });
  expect(other.order(orderId)?.status).toBe("submitted");
});
