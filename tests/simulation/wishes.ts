import type { Engine } from "../../main/engine/engine-face.ts";
import type { Random } from "../../main/simulation/seeded-random.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import { type Bracket, type OrderRequest, OrderType } from "../../shared/model/order.ts";
import { instruments, type RandomMarket } from "./market.ts";

const actors: readonly Actor[] = [
  { kind: "person", id: "ada" },
  { kind: "trader", id: "sma-1" },
  { kind: "model", id: "oracle" },
];

/** Someone at the desk who asks for everything that can be asked, sensible or not. */
export class Wisher {
  /** Wishes that were refused with a fault of the desk, by code: anything else is a defect and is thrown on. */
  readonly refused = new Map<string, number>();
  readonly #random: Random;
  readonly #market: RandomMarket;

  constructor(random: Random, market: RandomMarket) {
    this.#random = random;
    this.#market = market;
  }

  /** Asks for one thing; a wish that is malformed must be refused with a code. */
  wish(engine: Engine, now: number): void {
    const actor = this.#pick(actors);
    const luck = this.#random();
    try {
      if (luck < 0.5) engine.submit(this.#order(now), actor, "wish");
      else if (luck < 0.56) engine.submitGroup("oco", this.#group(now), actor, "either");
      else if (luck < 0.6) engine.submitGroup("oto", this.#group(now), actor, "then");
      else if (luck < 0.75) this.#onOpen(engine, (orderId) => engine.cancel(orderId, actor, "second thoughts"));
      else if (luck < 0.9)
        this.#onOpen(engine, (orderId) => engine.amend(orderId, this.#change(orderId, engine), actor, "closer"));
      else if (luck < 0.94) this.#exit(engine, actor);
      else if (luck < 0.96) engine.cancelAll(actor, "sweep");
      else if (luck < 0.98) engine.cancel("no-such-order", actor, "mistaken");
      else engine.amend("no-such-order", { size: "1" }, actor, "mistaken");
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
    }
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random() * of.length)] as T;
  }

  /** A price up to half a percent away, text; now and then one that no instrument has. */
  #price(instrument: number): string {
    if (this.#random() < 0.02) return this.#pick(["0", "-5", "100.005"]);
    return ((this.#market.price(instrument) * (1 + (this.#random() - 0.5) * 0.01)) / 100).toFixed(2);
  }

  #size(): string {
    if (this.#random() < 0.02) return this.#pick(["0", "0.0005", "100000"]);
    return (1 + Math.floor(this.#random() * 40))
      .toString()
      .padStart(4, "0")
      .replace(/(\d)(\d{3})$/, "$1.$2");
  }

  #order(now: number, instrument = Math.floor(this.#random() * instruments.length)): OrderRequest {
    const type = this.#pick(OrderType.options);
    const side = this.#pick(["buy", "sell"] as const);
    const timeInForce = this.#pick(["GTC", "GTC", "GTC", "IOC", "FOK", "GTD", "DAY"] as const);
    const request: { -readonly [K in keyof OrderRequest]: OrderRequest[K] } = {
      instrumentId: instruments[instrument]?.id ?? "",
      side,
      type,
      size: this.#size(),
      timeInForce,
      postOnly: type === "limit" && this.#random() < 0.1,
      reduceOnly: this.#random() < 0.15,
    };
    if (type.includes("limit")) request.limitPrice = this.#price(instrument);
    if (type === "stop" || type === "stop-limit" || type.endsWith("touched"))
      request.triggerPrice = this.#price(instrument);
    if (type === "trailing-stop") {
      request.trailingOffsetType = this.#pick(["price", "percent", "ticks"] as const);
      request.trailingOffset =
        request.trailingOffsetType === "percent" ? "0.2" : request.trailingOffsetType === "ticks" ? "30" : "0.5";
    }
    if (timeInForce === "GTD") request.expireAt = now + Math.floor(this.#random() * 600_000);
    if (!request.reduceOnly && this.#random() < 0.3) request.bracket = this.#bracket(instrument, side);
    return request;
  }

  #bracket(instrument: number, side: "buy" | "sell"): Bracket {
    const cents = this.#market.price(instrument);
    const away = (share: number): string => ((cents * (1 + share)) / 100).toFixed(2);
    const sign = side === "buy" ? 1 : -1;
    const stopLoss = { type: "stop", triggerPrice: away(-sign * 0.006) } as const;
    const takeProfit = { type: "limit", limitPrice: away(sign * 0.006) } as const;
    return this.#pick([{ stopLoss }, { takeProfit }, { stopLoss, takeProfit }]);
  }

  #group(now: number): OrderRequest[] {
    const instrument = Math.floor(this.#random() * instruments.length);
    return [this.#order(now, instrument), this.#order(now, instrument)].map(({ bracket: _, ...request }) => request);
  }

  #onOpen(engine: Engine, act: (orderId: string) => void): void {
    const open = engine.openOrders();
    if (open.length > 0) act(this.#pick(open).orderId);
  }

  #change(orderId: string, engine: Engine): { size?: string; limitPrice?: string; triggerPrice?: string } {
    const instrument = instruments.findIndex(({ id }) => id === engine.order(orderId)?.instrumentId);
    const luck = this.#random();
    if (luck < 0.4) return { size: this.#size() };
    return luck < 0.7 ? { limitPrice: this.#price(instrument) } : { triggerPrice: this.#price(instrument) };
  }

  #exit(engine: Engine, actor: Actor): void {
    const held = engine.positions().find(({ size }) => size !== "0");
    if (held === undefined) return;
    const side = held.size.startsWith("-") ? "buy" : "sell";
    const size = held.size.replace("-", "");
    const rest = { timeInForce: "GTC", postOnly: false, reduceOnly: true } as const;
    engine.submit({ instrumentId: held.instrumentId, side, type: "market", size, ...rest }, actor, "out");
  }
}
