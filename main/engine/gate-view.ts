import type { Actor } from "../../shared/model/actor.ts";
import type { DeskState } from "./desk-state.ts";
import { absolute, worstPosition } from "./exposure.ts";
import type { GateView, InstrumentScale } from "./gate.ts";
import type { Marks } from "./marks.ts";
import type { OrderState } from "./order-state.ts";

/** What the desk knows that a gate view is made of. */
export interface GateViewSource {
  readonly state: DeskState;
  readonly marks: Marks;
  readonly scales: readonly InstrumentScale[];
  readonly feeRate: GateView["feeRate"];
}

/** The values the gate may look at for an order in one instrument; `except` is the order it judges again. */
export function gateView(
  source: GateViewSource,
  scale: InstrumentScale,
  actor: Actor,
  now: number,
  journalOpen: boolean,
  except?: OrderState,
): GateView {
  const { state, marks } = source;
  const price = marks.units(scale.index);
  const atr = marks.atr[scale.index] as number;
  const working = state.working[scale.index] as readonly OrderState[];
  return {
    now,
    scale,
    state: state.trading.state,
    killSwitch: state.trading.killSwitch,
    mark: price === null || price <= 0n ? null : { price, at: marks.lastAt[scale.index] as number },
    atr: Number.isNaN(atr) ? null : atr,
    position: state.ledger.position(scale.index).size,
    working: except === undefined ? working : working.filter((order) => order !== except),
    account: accountOf(source, scale.index),
    journalOpen,
    feeRate: source.feeRate,
    actor,
  };
}

/** `null` while a held position or a working order elsewhere has no price: an equity that is guessed opens nothing. */
function accountOf(source: GateViewSource, instrument: number): GateView["account"] {
  const { ledger, working } = source.state;
  if (!ledger.priced) return null;
  let committedElsewhere = 0n;
  for (const scale of source.scales) {
    if (scale.index === instrument) continue;
    const orders = working[scale.index] as readonly OrderState[];
    const { size } = ledger.position(scale.index);
    if (size === 0n && orders.length === 0) continue;
    const mark = source.marks.units(scale.index);
    if (mark === null) return null;
    let worst = absolute(size);
    for (const side of ["buy", "sell"] as const) {
      const reach = absolute(worstPosition(size, side, orders));
      if (reach > worst) worst = reach;
    }
    committedElsewhere += worst * mark * scale.notionalFactor;
  }
  const equity = ledger.equity();
  return { equity, buyingPower: ledger.buyingPower(equity), committedElsewhere };
}
