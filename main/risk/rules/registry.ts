import type { Rule } from "../rule.ts";
import { accountKnown } from "./account-known.ts";
import { buyingPower } from "./buying-power.ts";
import { journalOpen } from "./journal-open.ts";
import { maxNotional } from "./max-notional.ts";
import { orderRate } from "./order-rate.ts";
import { priceBand } from "./price-band.ts";
import { priceKnown } from "./price-known.ts";
import { reduceOnly } from "./reduce-only.ts";
import { sizeLimits } from "./size-limits.ts";
import { tradingState } from "./trading-state.ts";

/** Every rule of the gate, in the order of its codes. A new rule is one file and one line here. */
export const rules: readonly Rule[] = [
  maxNotional,
  priceBand,
  orderRate,
  tradingState,
  buyingPower,
  priceKnown,
  accountKnown,
  journalOpen,
  reduceOnly,
  sizeLimits,
];
