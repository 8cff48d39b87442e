import { Decimal } from "decimal.js";
import type { Engine } from "../../main/engine/engine-face.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { InvariantName } from "./invariant-name.ts";
import { positionKey } from "./tally.ts";
import type { World } from "./world.ts";

/** One thing that must hold after every step: a broken one is told in words, else `null`. */
interface Invariant {
  readonly name: InvariantName;
  readonly check: (world: World) => string | null;
}

/** The desk asks a venue that has refused again after five seconds; the line may take half a minute each way. */
const answerMs = 90_000;
/** What a venue goes on refusing is tried again ever later; a few refusals in a row take less than this. */
const retryMs = 30_000;
const finished = new Set(["denied", "filled", "rejected", "canceled", "expired"]);
const settled = new Set(["accepted", "triggered", "partially_filled"]);

export const invariants: readonly Invariant[] = [
  {
    name: "fills make the position",
    check: ({ engine, tally, disk }) => {
      if (!disk.open) return null;
      for (const position of engine.positions()) {
        const key = positionKey(position);
        const expected = tally.position(key);
        if (!expected.eq(position.size)) return `${key} is ${position.size}, its fills make ${expected}`;
      }
      return null;
    },
  },
  {
    name: "cash and value make the equity",
    check: ({ engine, tally, disk, breaks }) => {
      const account = engine.account();
      if (disk.open && !tally.cash.eq(account.cash)) return `cash is ${account.cash}, the fills make ${tally.cash}`;
      let equity = new Decimal(breaks === "cash and value make the equity" ? 1 : 0).add(account.cash);
      for (const { size, markPrice } of engine.positions()) {
        if (size === "0") continue;
        if (markPrice === undefined) return null;
        equity = equity.add(new Decimal(size).mul(markPrice));
      }
      return equity.eq(account.equity) ? null : `equity is ${account.equity}, cash and value make ${equity}`;
    },
  },
  {
    name: "what leaves has a durable intent and verdict",
    check: ({ departures }) => departures.find(({ broken }) => broken !== null)?.broken ?? null,
  },
  {
    name: "every order has one end",
    check: ({ engine, ended, lost, clerk, breaks }) => {
      for (const { orderId, status } of engine.orders()) {
        const before = ended.get(orderId);
        const end = breaks === "every order has one end" && before === "canceled" ? "rejected" : before;
        // Where the desk's clock jumped ahead, what is on its way is given up too early.
        const wasEnd = end === "canceled" || end === "expired" || lost.has(orderId);
        const lateFill = status === "filled" && wasEnd;
        const takenBack = end === "filled" && status === "canceled" && clerk.lost(orderId).gt(0);
        if (end !== undefined && status !== end && !lateFill && !takenBack)
          return `${orderId} was ${end} and is ${status}`;
        if (finished.has(status)) ended.set(orderId, status);
      }
      return null;
    },
  },
  {
    name: "protection never exceeds the position",
    check: ({ engine, exceedingSince, now, breaks }) => {
      const spare = breaks === "protection never exceeds the position" ? -1 : 0;
      const held = new Map(
        engine.positions().map((position) => [positionKey(position), new Decimal(position.size).abs()]),
      );
      const exceeding = new Set<string>();
      for (const order of engine.openOrders()) {
        if (order.link?.parent === undefined || order.link.role === "oto" || !settled.has(order.status)) continue;
        const most = (held.get(positionKey(order)) ?? new Decimal(0)).add(spare);
        if (!left(order).gt(most)) continue;
        exceeding.add(order.orderId);
        const since = exceedingSince.get(order.orderId) ?? now;
        exceedingSince.set(order.orderId, since);
        // What the venue refuses to shrink is asked again; until it answers its reduce-only keeps the exit from turning the position.
        if (spare < 0 || now - since > answerMs) {
          return `${order.link.role} ${order.orderId} has ${left(order)} left, ${most} is held`;
        }
      }
      for (const orderId of [...exceedingSince.keys()]) if (!exceeding.has(orderId)) exceedingSince.delete(orderId);
      return null;
    },
  },
  {
    name: "what is held of a bracket has its exits",
    check: ({ engine, missingSince, now, breaks }) => {
      const patienceMs = breaks === "what is held of a bracket has its exits" ? -1 : retryMs;
      const legs = engine.openOrders().flatMap(({ link }) => (link?.parent === undefined ? [] : [link]));
      const missing = patienceMs < 0 ? legs.map(({ parent, role }) => `${role} of ${parent}`) : missingOf(engine);
      for (const name of missing) {
        const since = missingSince.get(name) ?? { now, engine: engine.now() };
        missingSince.set(name, since);
        // The engine's time stands still where the desk's clock was set back and the market is silent: nothing falls due then.
        const missedMs = Math.min(now - since.now, engine.now() - since.engine);
        if (missedMs > patienceMs) return `the ${name} has been missing for ${missedMs} ms`;
      }
      for (const name of [...missingSince.keys()]) if (!missing.includes(name)) missingSince.delete(name);
      return null;
    },
  },
  {
    name: "no order fills beyond its size",
    check: ({ engine, overfilled, asked, breaks }) => {
      for (const order of engine.orders()) {
        const most =
          breaks === "no order fills beyond its size" ? 0 : Decimal.max(order.size, asked.get(order.orderId) ?? 0);
        if (new Decimal(order.filledSize).gt(most) && !overfilled.has(order.orderId)) {
          return `${order.orderId} filled ${order.filledSize} of ${order.size}`;
        }
      }
      return null;
    },
  },
  {
    name: "ids never repeat",
    check: ({ tally, repeatedIds }) => tally.repeated[0] ?? repeatedIds[0] ?? null,
  },
  {
    name: "a restart reaches the same state",
    check: ({ restartDifference }) => restartDifference,
  },
  {
    name: "desk and venue agree in the end",
    check: ({ disagreement }) => disagreement,
  },
  {
    name: "the track record tells what the books hold",
    check: ({ misreported }) => misreported,
  },
];

function missingOf(engine: Engine): string[] {
  return engine.missingExits().map(({ entryId, role }) => `${role} of ${entryId}`);
}

function left({ size, filledSize }: OrderView): Decimal {
  return new Decimal(size).sub(filledSize);
}
