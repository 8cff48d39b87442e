import { formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import type { AgentDesk, OrderNote } from "../engine/agent.ts";
import { exitSlices } from "../engine/exit-slices.ts";
import { absolute } from "../engine/exposure.ts";
import type { Stance } from "../strategy/strategy.ts";
import { marketOrder } from "./aim.ts";

/** Bars between two attempts at most: an exit that is refused again and again must not fill the journal. */
const longestPauseBars = 64;

/**
 * Where a trader wants to stand in one instrument and what its own orders have made it hold there. A fill may come after
 * the decision to leave a side: what is still held there once the trader's orders have ended is exited.
 */
export class Standing {
  private readonly instrument: number;
  private stance: Stance = "flat";
  private reason = "";
  /** Signed size units of this trader's own fills; exits bring it to zero, never across. */
  private held = 0n;
  /** Whether orders of the last decision may still move what is held. */
  unsettled = false;
  private attempts = 0;
  private pauseBars = 0;

  constructor(instrument: number) {
    this.instrument = instrument;
  }

  /** Takes a new stance; call it before the orders of the stance are sent. */
  take(stance: Stance, reason: string, desk: AgentDesk): void {
    this.stance = stance;
    this.reason = reason;
    this.held = within(this.held, desk.position(this.instrument));
    this.unsettled = true;
    this.attempts = 0;
    this.pauseBars = 0;
  }

  /**
   * Follows an order of the trader in this instrument. `atOnce` exits what is left without waiting for the bar; where only
   * bars come, reports come with a bar and its close is soon enough. Returns what was done in words, or `null`.
   */
  follow(order: OrderNote, report: ExecutionReport | null, desk: AgentDesk, atOnce: boolean): string | null {
    if (report?.kind === "fill") {
      const filled = parseFixed(report.size, desk.scale(this.instrument).sizeDigits);
      const size = order.side === "buy" ? filled : -filled;
      if (!order.reduceOnly) this.held += size;
      else if (this.held * size < 0n) this.held += within(size, -this.held);
      this.unsettled = true;
      this.attempts = 0;
    }
    return atOnce && this.unsettled && this.attempts === 0 ? this.settle(desk) : null;
  }

  /** A bar has closed: an exit that was refused is tried again, each time after twice as many bars. */
  bar(desk: AgentDesk): string | null {
    if (this.pauseBars === 0) return this.settle(desk);
    this.pauseBars--;
    return null;
  }

  private settle(desk: AgentDesk): string | null {
    if (this.isWorking(desk)) return null;
    this.held = within(this.held, desk.position(this.instrument));
    const { held, stance } = this;
    if (held === 0n || (stance !== "flat" && held > 0n === (stance === "long"))) {
      this.unsettled = false;
      return null;
    }
    const scale = desk.scale(this.instrument);
    this.pauseBars = Math.min(2 ** this.attempts++, longestPauseBars) - 1;
    const left = absolute(held);
    const size = formatFixed(left, scale.sizeDigits);
    for (const slice of exitSlices(left, scale)) {
      desk.submit(
        marketOrder(scale, held > 0n ? "sell" : "buy", slice, true),
        `${this.reason}; ${size} was still held when its orders had ended`,
      );
    }
    return `${this.reason}: exit of the remaining ${size} sent`;
  }

  private isWorking(desk: AgentDesk): boolean {
    // Exits that came with an entry work as long as there is something to protect.
    return desk.workingOrders(this.instrument).some(({ link }) => link === undefined);
  }
}

/** As much of a signed size as a bound of the same sign allows; zero when the bound is of the other sign. */
function within(size: bigint, bound: bigint): bigint {
  if (size * bound <= 0n) return 0n;
  return size > 0n ? (size < bound ? size : bound) : size > bound ? size : bound;
}
