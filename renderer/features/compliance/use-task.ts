import { useState } from "react";
import { faultText } from "../../ui/fault-text.ts";

export type Task<T> =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly since: number }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done"; readonly value: T };

/** One thing a person lets the desk do, and what came of it. */
export function useTask<T>(): [Task<T>, (work: () => Promise<T>) => void] {
  const [task, setTask] = useState<Task<T>>({ kind: "idle" });
  const run = (work: () => Promise<T>): void => {
    setTask({ kind: "running", since: Date.now() });
    work().then(
      (value) => setTask({ kind: "done", value }),
      (error: unknown) => setTask({ kind: "failed", reason: faultText(error).line }),
    );
  };
  return [task, run];
}
