import type { Engine } from "../engine/engine-face.ts";
import type { Log } from "../telemetry/log.ts";

/** One that comes with every tick fills no disk. */
const mostTold = 100;
const mostReason = 200;
const desk = { kind: "desk", id: "desk" } as const;

/**
 * What a desk does with an error that nobody caught. The process goes on, because exits may hang on it; but nothing opens any
 * more until a person has looked, because nobody knows what the error left undone.
 */
export function lastResort(
  engine: Pick<Engine, "tradingState" | "setTradingState">,
  log: Log,
): (error: unknown) => void {
  let told = 0;
  return (error) => {
    if (told++ < mostTold) log.error("something went wrong that nobody expected", { error });
    if (engine.tradingState().state !== "active") return;
    const what = (error instanceof Error ? error.message : String(error)).slice(0, mostReason).toWellFormed();
    try {
      engine.setTradingState(
        "reducing",
        desk,
        `Something went wrong that nobody expected: ${what}. See the desk's log`,
      );
    } catch (second) {
      log.error("trading could not be stopped", { error: second });
    }
  };
}

/** Has `take` hear what would otherwise end the process; answers with the way to stop that. */
export function hearUncaught(take: (error: unknown) => void): () => void {
  process.on("uncaughtException", take);
  process.on("unhandledRejection", take);
  return () => {
    process.off("uncaughtException", take);
    process.off("unhandledRejection", take);
  };
}
