import type { Engine } from "../../main/engine/engine-face.ts";

const batch = 4096;

/** Feeds one instrument's ticks as fast as the engine takes them, a batch a turn of the loop, until it is told to stop. */
export function feedFlatOut(engine: Engine, loop: { wake(): void }): () => void {
  let at = Date.UTC(2024, 0, 1);
  let feeding = true;
  const feed = (): void => {
    for (let i = 0; i < batch; i++) {
      at += 1;
      if (!engine.tick(0, at, 100, 100.0078125, 100, 5)) break;
    }
    loop.wake();
    if (feeding) setImmediate(feed);
  };
  engine.bar(0, at - 120_000, 60_000, 100, 101, 99, 100, 10);
  feed();
  return () => {
    feeding = false;
  };
}
