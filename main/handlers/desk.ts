import type { deskContract } from "../../shared/contract/desk.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import { clockHealth } from "./clock-health.ts";
import type { DeskContext } from "./desk-context.ts";
import { every } from "./subscription.ts";

const pulseMs = 250;

export const deskHandlers: Handlers<typeof deskContract, DeskContext> = {
  // The engine's instruments: symbols and increments may have changed since the start.
  getDesk: (_input, { context, role }) => ({ ...context.info, instruments: [...context.engine.instruments()], role }),
  ping: (input) => input,
  deskHealth: (_params, emit, { context }) =>
    every(pulseMs, () => {
      const { queueDepth, queueCapacity, backPressure } = context.engine.metrics();
      emit({
        at: context.clock.now(),
        feed: context.feed.health(),
        queueDepth,
        queueCapacity,
        backPressure,
        ticksPerSecond: context.ticksPerSecond(),
        clock: clockHealth(context.clockReading()),
        journal: context.journal.health(),
      });
    }),
};
