import { bracketWorking } from "./bracket-working.ts";
import { deskStart } from "./desk-start.ts";
import { durableCommit, durableEvents } from "./durable-events.ts";
import { exportMillion } from "./export-million.ts";
import type { Figure } from "./figure.ts";
import { fillMoney } from "./fill-money.ts";
import { firmTick } from "./firm-tick.ts";
import { gateJudge } from "./gate-judge.ts";
import { inputQueue } from "./input-queue.ts";
import { killCancels } from "./kill-cancels.ts";
import { killSwitch } from "./kill-switch.ts";
import { memoryGrowth } from "./memory-growth.ts";
import { orderDurable } from "./order-durable.ts";
import { orderLatency } from "./order-latency.ts";
import { roundTrip } from "./round-trip.ts";
import { smaJournaled } from "./sma-journaled.ts";
import { smaMillion } from "./sma-million.ts";
import { socketTicks, socketTicksTenfold } from "./socket-ticks.ts";
import { stateStart } from "./state-start.ts";
import { tickAccepted, tickAcceptedJournaled } from "./tick-accepted.ts";
import { tickRun } from "./tick-run.ts";
import { twentyInstruments } from "./twenty-instruments.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { verifyMillion } from "./verify-million.ts";
import { workingOrders } from "./working-orders.ts";

/** Every figure, in the order it is measured. */
export const figures: readonly Figure[] = [
  inputQueue,
  smaMillion,
  smaJournaled,
  bracketWorking,
  tickRun,
  firmTick,
  twentyInstruments,
  tickAccepted,
  tickAcceptedJournaled,
  socketTicks,
  socketTicksTenfold,
  workingOrders,
  fillMoney,
  memoryGrowth,
  gateJudge,
  orderLatency,
  orderDurable,
  durableEvents,
  durableCommit,
  killSwitch,
  killCancels,
  stateStart,
  exportMillion,
  verifyMillion,
  verifyBundle,
  roundTrip,
  deskStart,
];
