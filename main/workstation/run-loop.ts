import type { Engine } from "../engine/engine-face.ts";

/** The engine's turn on the event loop: it handles inputs in slices short enough that people are answered in between. */
export interface RunLoop {
  /** Something is waiting: handle it in the next turn. */
  wake(): void;
  /** Inputs handled per second, over about the last second. */
  inputsPerSecond(): number;
  stop(): void;
}

const batch = 256;

/** Pumps the engine in slices of at most `sliceMs`; between slices timers, sockets and the kill switch have their turn. */
export function startRunLoop(engine: Engine, sliceMs = 4): RunLoop {
  let scheduled: NodeJS.Immediate | null = null;
  let stopped = false;
  let countedInputs = 0;
  let countedAt = performance.now();
  let rate = 0;

  const turn = (): void => {
    scheduled = null;
    if (stopped) return;
    const end = performance.now() + sliceMs;
    while (engine.pump(batch) === batch) {
      if (performance.now() < end) continue;
      schedule();
      return;
    }
  };
  const schedule = (): void => {
    if (!stopped) scheduled ??= setImmediate(turn);
  };

  return {
    wake: schedule,
    inputsPerSecond() {
      const now = performance.now();
      if (now - countedAt >= 1000) {
        const { inputs } = engine.metrics();
        rate = ((inputs - countedInputs) * 1000) / (now - countedAt);
        countedInputs = inputs;
        countedAt = now;
      }
      return Math.round(rate);
    },
    stop() {
      stopped = true;
      if (scheduled) clearImmediate(scheduled);
    },
  };
}
