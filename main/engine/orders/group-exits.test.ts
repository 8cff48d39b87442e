import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { type EngineRig, engineRig, limit, market, person, readyRig } from "../../../tests/fixtures/engine-rig.ts";
import { obey } from "../../../tests/fixtures/obedient-venue.ts";

const stop = (size: string): OrderRequest =>
  market("sell", size, { type: "stop", triggerPrice: "90", reduceOnly: true });
const target = (size: string): OrderRequest => limit("sell", size, "110", { reduceOnly: true });

/** Type, size and what has filled of every order that works. */
const working = (rig: EngineRig): string[] =>
  rig.engine
    .openOrders()
    .map(({ type, size, filledSize }) => `${type} ${size} ${filledSize}`)
    .sort();

const held = (rig: EngineRig): string | undefined => rig.engine.positions()[0]?.size;

function group(rig: EngineRig, kind: "oco" | "oto", requests: readonly OrderRequest[]): string[] {
  const ids = rig.engine.submitGroup(kind, requests, person, kind).map(({ orderId }) => orderId);
  obey(rig);
  return ids;
}

/** A person's order that fills at once. */
function trade(rig: EngineRig, side: "buy" | "sell", size: string): string {
  const { orderId } = rig.engine.submit(market(side, size, { reduceOnly: side === "sell" }), person, "by hand");
  rig.fill(orderId, size, "100", { fillId: `of ${orderId}` });
  obey(rig);
  return orderId;
}

const bust = (rig: EngineRig, orderId: string, fillId: string): void => {
  rig.say({ kind: "fill-busted", orderId, fillId, reason: "erroneous trade" });
  obey(rig);
};

const end = (rig: EngineRig, orderId: string): void => {
  rig.say({ kind: "canceled", orderId, reason: "the rest of it" });
  obey(rig);
};

/** A desk that has read the first `count` events of the rig's journal. */
function restarted(rig: EngineRig, count = rig.stored().length): EngineRig {
  const again = engineRig();
  for (const event of rig.stored().slice(0, count)) again.engine.restore(event);
  again.limits = rig.limits;
  again.clock.now = rig.clock.now;
  again.bar(100, 2);
  again.price(100);
  again.engine.resume();
  obey(again);
  return again;
}

/** Where a desk may stop after so many events: a fill came or went, or an order has left, and nothing has followed yet. */
function stops(rig: EngineRig, before: number): number[] {
  const counts = rig.stored().flatMap(({ type }, index) => (/fill|submitted|replaced/.test(type) ? [index + 1] : []));
  return counts.filter((count) => count > before);
}

/** An entry of 2 and its exits, which has ended with `filled` of it filled. */
function ended(rig: EngineRig, filled: string, ...exits: OrderRequest[]): string[] {
  const ids = group(rig, "oto", [limit("buy", "2", "99", { timeInForce: "IOC" }), ...exits]);
  if (filled !== "0") rig.fill(ids[0] ?? "", filled, "99", { fillId: "in" });
  end(rig, ids[0] ?? "");
  return ids;
}

describe("what follows an order whose fill comes after its end", () => {
  it("grows with it, up to what was wished", () => {
    const rig = readyRig();
    const [entry = ""] = ended(rig, "1", stop("1.8"));
    expect(working(rig)).toEqual(["stop 1 0"]);
    rig.fill(entry, "0.5", "99", { fillId: "late" });
    obey(rig);
    expect(working(rig)).toEqual(["stop 1.5 0"]);
    rig.fill(entry, "0.5", "99", { fillId: "later" });
    obey(rig);
    expect([held(rig), working(rig)]).toEqual(["2", ["stop 1.8 0"]]);
    expect(working(restarted(rig))).toEqual(working(rig));
  });

  it("is sent after all where it was given up because nothing had filled, once, and by a restarted desk too", () => {
    const rig = readyRig();
    const [entry = "", exit = ""] = ended(rig, "0", stop("2"));
    expect(rig.engine.order(exit)?.status).toBe("canceled");
    const before = rig.stored().length;
    rig.fill(entry, "1.5", "99", { fillId: "late" });
    obey(rig);
    expect(working(rig)).toEqual(["stop 1.5 0"]);
    expect(rig.engine.openOrders()[0]?.link).toEqual({ role: "oto", group: entry, parent: entry, replaces: exit });
    rig.fill(entry, "0.5", "99", { fillId: "later" });
    obey(rig);
    expect(working(rig)).toEqual(["stop 2 0"]);
    for (const count of stops(rig, before)) {
      const again = restarted(rig, count);
      expect(again.engine.openOrders().map(({ size }) => size)).toEqual([held(again)]);
    }
  });

  it("closes what comes after it has filled itself, and no more than is held", () => {
    const rig = readyRig();
    const [entry = "", exit = ""] = ended(rig, "1.5", stop("2"));
    rig.fill(exit, "1.5", "90", { fillId: "out" });
    obey(rig);
    trade(rig, "buy", "3");
    trade(rig, "sell", "2.8");
    rig.fill(entry, "0.5", "99", { fillId: "late" });
    obey(rig);
    expect([held(rig), working(rig)]).toEqual(["0.7", ["stop 0.5 0"]]);
    trade(rig, "sell", "0.7");
    const [last] = rig.engine.openOrders();
    rig.engine.cancel(last?.orderId ?? "", person, "flat");
    obey(rig);
    expect(working(restarted(rig))).toEqual([]);
  });

  it("stays as a person has made it, and stays away where one gave it up while it waited", () => {
    const rig = readyRig();
    const [entry = "", exit = "", waiting = ""] = group(rig, "oto", [limit("buy", "2", "99"), stop("2"), target("2")]);
    rig.engine.cancel(waiting, person, "no target");
    rig.fill(entry, "1", "99", { fillId: "in" });
    end(rig, entry);
    rig.engine.amend(exit, { size: "0.8" }, person, "less");
    obey(rig);
    expect(working(rig)).toEqual(["stop 0.8 0"]);
    rig.price(101);
    expect(working(restarted(rig))).toEqual(["stop 0.8 0"]);
    rig.fill(entry, "0.5", "99", { fillId: "late" });
    obey(rig);
    expect(working(rig)).toEqual(["stop 1.5 0"]);
  });

  it("opens nothing: what would add to the position does not come back", () => {
    const rig = readyRig();
    const [entry = ""] = ended(rig, "0", limit("buy", "2", "95"));
    rig.fill(entry, "1", "99", { fillId: "late" });
    obey(rig);
    expect(working(rig)).toEqual([]);
  });

  it("shrinks where a fill of the first is taken back, and is canceled where nothing is left of it", () => {
    const rig = readyRig();
    const [entry = ""] = group(rig, "oto", [limit("buy", "2", "99"), stop("2")]);
    rig.fill(entry, "1.5", "99", { fillId: "one" });
    rig.fill(entry, "0.5", "99", { fillId: "two" });
    obey(rig);
    expect(working(rig)).toEqual(["stop 2 0"]);
    bust(rig, entry, "one");
    expect([held(rig), working(rig)]).toEqual(["0.5", ["stop 0.5 0"]]);
    bust(rig, entry, "two");
    expect([held(rig), working(rig)]).toEqual(["0", []]);
  });
});

describe("exits of a group after the fill of one is taken back", () => {
  /** Holds 2 with a target and a stop that cancel each other. */
  const exits = (rig: EngineRig): string[] => {
    trade(rig, "buy", "2");
    return group(rig, "oco", [limit("sell", "2", "110"), market("sell", "2", { type: "stop", triggerPrice: "95" })]);
  };

  it("come back both, though the other was canceled when that one filled whole", () => {
    const rig = readyRig();
    const [above = "", below = ""] = exits(rig);
    rig.fill(above, "2", "110", { fillId: "out" });
    obey(rig);
    expect(rig.engine.order(below)?.status).toBe("canceled");
    const before = rig.stored().length;
    bust(rig, above, "out");
    expect([held(rig), working(rig)]).toEqual(["2", ["limit 2 0", "stop 2 0"]]);
    expect(rig.engine.openOrders().map(({ link }) => link)).toEqual(
      expect.arrayContaining([above, below].map((replaces) => ({ role: "oco", group: above, replaces }))),
    );
    for (const count of stops(rig, before)) {
      expect(working(restarted(rig, count))).toEqual(["limit 2 0", "stop 2 0"]);
    }
    const again = rig.engine.openOrders().find(({ type }) => type === "stop")?.orderId ?? "";
    rig.fill(again, "0.5", "95", { fillId: "part" });
    obey(rig);
    expect(working(rig)).toEqual(["limit 1.5 0", "stop 2 0.5"]);
    rig.fill(again, "1.5", "95", { fillId: "rest" });
    obey(rig);
    expect([held(rig), working(rig)]).toEqual(["0", []]);
    bust(rig, again, "rest");
    expect([held(rig), working(rig)]).toEqual(["1.5", ["limit 1.5 0", "stop 1.5 0"]]);
  });

  it("come back as large as what is open again, when the bust overtakes the cancel and when a correction leaves less", () => {
    const rig = readyRig();
    const [above = ""] = exits(rig);
    rig.fill(above, "2", "110", { fillId: "out" });
    rig.say({ kind: "fill-corrected", orderId: above, fillId: "out", size: "1.4", reason: "it was less" });
    obey(rig);
    expect([held(rig), working(rig)]).toEqual(["0.6", ["limit 0.6 0", "stop 0.6 0"]]);
  });

  it("do not come back where a person had canceled them before, nor larger than the position", () => {
    const rig = readyRig();
    const [above = "", below = ""] = exits(rig);
    rig.engine.cancel(below, person, "no stop");
    obey(rig);
    rig.fill(above, "2", "110", { fillId: "out" });
    trade(rig, "buy", "3");
    trade(rig, "sell", "3");
    obey(rig);
    const short = rig.engine.submit(market("sell", "0.5"), person, "short").orderId;
    rig.fill(short, "0.5", "100");
    bust(rig, above, "out");
    expect([held(rig), working(rig)]).toEqual(["1.5", ["limit 1.5 0"]]);
  });

  it("open nothing: entries of a group stay canceled", () => {
    const rig = readyRig();
    const [, below = ""] = group(rig, "oco", [
      market("buy", "2", { type: "stop", triggerPrice: "105" }),
      limit("buy", "2", "95"),
    ]);
    rig.fill(below, "2", "95", { fillId: "in" });
    obey(rig);
    bust(rig, below, "in");
    expect([held(rig), working(rig)]).toEqual(["0", []]);
  });
});

const step = fc.record({
  what: fc.constantFrom("entry", "stop", "limit", "bust", "correct", "end"),
  tenths: fc.integer({ min: 1, max: 20 }),
  which: fc.nat(),
});

test.each(["oco", "oto"] as const)(
  "whatever fills, comes late or is taken back, every exit of an %s group is as large as what is held",
  (kind) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
        const rig = readyRig();
        rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
        if (kind === "oco") trade(rig, "buy", "2");
        const ids =
          kind === "oco"
            ? group(rig, "oco", [limit("sell", "2", "110"), market("sell", "2", { type: "stop", triggerPrice: "95" })])
            : group(rig, "oto", [limit("buy", "2", "99"), stop("2")]);
        const fills: { orderId: string; fillId: string; tenths: number }[] = [];
        const fill = (orderId: string, tenths: number): void => {
          const { size = "0", filledSize = "0" } = rig.engine.order(orderId) ?? {};
          const most = Math.min(tenths, Math.round((Number(size) - Number(filledSize)) * 10));
          if (most <= 0) return;
          const fillId = `${orderId} ${fills.length}`;
          rig.fill(orderId, String(most / 10), "100", { fillId });
          fills.push({ orderId, fillId, tenths: most });
        };
        for (const { what, tenths, which } of steps) {
          const entry = kind === "oto" ? (ids[0] ?? "") : "";
          const chosen = fills[which % Math.max(fills.length, 1)];
          if (what === "entry" && entry !== "") fill(entry, tenths);
          else if (what === "end" && entry !== "" && rig.engine.openOrders().some(({ orderId }) => orderId === entry)) {
            rig.say({ kind: "canceled", orderId: entry, reason: "" });
          } else if (what === "stop" || what === "limit") {
            const exit = rig.engine.openOrders().find(({ type, orderId }) => type === what && orderId !== entry);
            if (exit !== undefined) fill(exit.orderId, tenths);
          } else if ((what === "bust" || what === "correct") && chosen !== undefined) {
            const { orderId, fillId } = chosen;
            const left = what === "correct" ? Math.min(tenths, chosen.tenths) : 0;
            const reason = "erroneous trade";
            if (left === 0) fills.splice(fills.indexOf(chosen), 1);
            chosen.tenths = left;
            if (left === 0) rig.say({ kind: "fill-busted", orderId, fillId, reason });
            else rig.say({ kind: "fill-corrected", orderId, fillId, size: String(left / 10), reason });
          }
          obey(rig);
          rig.clock.now += 60_000;
          rig.price(100);
          obey(rig);
          if (entry !== "" && rig.engine.openOrders().some(({ orderId }) => orderId === entry)) continue;
          const open = Math.max(0, Number(held(rig) ?? 0));
          const exits = rig.engine.openOrders().filter(({ side }) => side === "sell");
          const left = exits.map(({ size, filledSize }) => Math.round((Number(size) - Number(filledSize)) * 1000));
          expect(left).toEqual(open === 0 ? [] : Array(kind === "oco" ? 2 : 1).fill(Math.round(open * 1000)));
        }
      }),
      { numRuns: 150 },
    );
  },
);
