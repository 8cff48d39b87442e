import { deskStart } from "./desk-start.ts";
import type { Figure } from "./figure.ts";
import { inputQueue } from "./input-queue.ts";
import { killSwitch } from "./kill-switch.ts";
import { orderDurable } from "./order-durable.ts";
import { orderLatency } from "./order-latency.ts";
import { roundTrip } from "./round-trip.ts";
import { smaMillion } from "./sma-million.ts";
import { socketTicks } from "./socket-ticks.ts";
import { tickRun } from "./tick-run.ts";

/** Every figure, in the order it is measured. */
export const figures: readonly Figure[] = [
  inputQueue,
  smaMillion,
  tickRun,
  orderLatency,
  orderDurable,
  killSwitch,
  socketTicks,
  roundTrip,
  deskStart,
];
