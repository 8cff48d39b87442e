import { describe, expect, it } from "vitest";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import { orderChain, positionAfter, rulesWithoutSetting } from "./order-chain.ts";
import { orderLifeFile } from "./order-life-file.ts";

const event = (seq: number, type: string, cause: number | null, data: TimelineEvent["data"] = {}): TimelineEvent => ({
  seq,
  leaf: `leaf${seq}`,
  type,
  at: 1000 + seq,
  actor: { kind: "person", id: "desk" },
  trace: "t",
  cause,
  data,
  text: type,
});

describe("an order's chain", () => {
  it("is in journal order and tied to causes that are shown", () => {
    const chain = orderChain([
      event(12, "order.filled", 11),
      event(10, "order.intended", 3),
      event(11, "risk.judged", 10),
    ]);
    expect(chain.map((step) => [step.event.seq, step.causeSeq, step.stage, step.sinceStartMs])).toEqual([
      [10, null, "wish", 0],
      [11, 10, "verdict", 1],
      [12, 11, "fill", 2],
    ]);
  });

  it("knows what stage each kind of event is", () => {
    const stages = ["order.denied", "order.unknown", "order.accepted", "session.opened", "signal.raised"].map(
      (type, seq) => orderChain([event(seq, type, null)])[0]?.stage,
    );
    expect(stages).toEqual(["refusal", "unclear", "order", "record", "wish"]);
  });

  it("is empty for no events", () => {
    expect(orderChain([])).toEqual([]);
  });
});

describe("recorded rules", () => {
  it("without a setting are read from a verdict, and what is no code is left out", () => {
    const unset = ["RISK-011..RISK-013", "RISK-052", 7];
    expect(rulesWithoutSetting(event(1, "risk.judged", null, { unset }))).toEqual([
      "RISK-011",
      "RISK-012",
      "RISK-013",
      "RISK-052",
    ]);
    expect(rulesWithoutSetting(event(1, "risk.judged", null, {}))).toEqual([]);
  });

  it("are none for any other event", () => {
    expect(rulesWithoutSetting(event(1, "order.filled", null, { unset: ["RISK-011"] }))).toEqual([]);
  });
});

describe("the position after a fill", () => {
  it("is read from the fill's event", () => {
    const data = { position: { size: "1", averagePrice: "100" } };
    expect(positionAfter(event(1, "order.filled", null, data))).toEqual({ size: "1", averagePrice: "100" });
    expect(positionAfter(event(1, "order.filled", null, { position: { size: "0", averagePrice: null } }))).toEqual({
      size: "0",
      averagePrice: null,
    });
  });

  it("is not known where the event has none", () => {
    expect(positionAfter(event(1, "order.accepted", null))).toBeNull();
    expect(positionAfter(event(1, "order.filled", null, { position: [] }))).toBeNull();
    expect(positionAfter(event(1, "order.filled", null, { position: { size: 1 } }))).toBeNull();
  });
});

describe("the file of an order's life", () => {
  it("keeps the events as recorded and says that it is no proof", () => {
    const { name, text } = orderLifeFile({ orderId: "o1" } as OrderView, [event(1, "order.intended", null)]);
    expect(name).toBe("order-o1.json");
    expect(JSON.parse(text)).toMatchObject({ format: "proofdesk-order-life/1", events: [{ leaf: "leaf1" }] });
    expect(text).toContain("no signatures");
  });
});
