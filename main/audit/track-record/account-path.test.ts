import { expect, it } from "vitest";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { engineRig, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { accountPath } from "./account-path.ts";

const opening = {
  type: "account.funded" as const,
  actor: { kind: "desk" as const, id: "account" },
  trace: "account",
  cause: null,
  data: { accountId: "paper", currency: "USDT", amount: "100000" },
};

it("tells balance and open gains at every event that changes them, and forgets gains that were closed", () => {
  const rig = engineRig({ snapshotEveryMs: 60_000 });
  rig.events.push({ ...opening, at: rig.clock.now });
  rig.price(100);
  const trade = (side: "buy" | "sell", size: string, price: string) => {
    const { orderId } = rig.engine.submit(market(side, size), person, "");
    rig.fill(orderId, size, price, { fee: "1" });
  };
  trade("buy", "2", "100");
  rig.clock.now += 61_000;
  rig.price(110);
  rig.clock.now += 61_000;
  rig.price(120);
  trade("sell", "2", "120");
  const transfer = { kind: "transfer", amount: "-500", currency: "USDT", reason: "payout" } as const;
  rig.engine.accountReport({ reportId: "p", at: rig.clock.now, ...transfer });
  const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
  const path = [...accountPath(rig.stored())].map(({ balance, openPnl, traded, opened, transfer: moved }) =>
    [money(balance), money(openPnl), traded ? (opened ? "opens" : "closes") : "", money(moved)].join(" "),
  );
  expect(path).toEqual([
    "100000 0  0",
    "99999 0 opens 0",
    "99999 0  0",
    "99999 20  0",
    "100038 0 closes 0",
    "99538 0  -500",
  ]);
  expect(rig.engine.account().equity).toBe("99538");
});
