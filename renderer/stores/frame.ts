type Task = () => void;

let tasks: Task[] = [];
let scheduled = false;

/** A hidden page gets no animation frames; it still takes what arrives, at this pace. */
const hiddenFrameMs = 250;

function run(): void {
  if (!scheduled) return;
  scheduled = false;
  const due = tasks;
  tasks = [];
  for (const task of due) task();
}

/** Runs a task with all others in the next animation frame, so that React draws once for all of them. */
export function nextFrame(task: Task): void {
  tasks.push(task);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(run);
  setTimeout(run, hiddenFrameMs);
}

/**
 * Gathers items and applies them once per frame; the promise settles when they are applied, which grants the next batch.
 * What still waits when nobody wants it any more is dropped.
 */
export function framed<Item>(
  apply: (items: readonly Item[]) => void,
  isWanted: () => boolean = () => true,
): (items: readonly Item[]) => Promise<void> {
  let waiting: Item[] = [];
  let flushed: Promise<void> | null = null;
  return (items) => {
    waiting.push(...items);
    flushed ??= new Promise((resolve) => {
      nextFrame(() => {
        const due = waiting;
        waiting = [];
        flushed = null;
        if (isWanted()) apply(due);
        resolve();
      });
    });
    return flushed;
  };
}
