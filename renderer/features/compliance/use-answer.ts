import { useEffect, useState } from "react";
import { faultText } from "../../ui/fault-text.ts";

export type Answer<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "ready"; readonly value: T };

/** Asks the desk, and again whenever `turn` changes; what was answered last stays until then. */
export function useAnswer<T>(ask: () => Promise<T>, turn: unknown): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ kind: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again, a new function does not
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => {
        if (current) setAnswer({ kind: "ready", value });
      },
      (error: unknown) => {
        if (current) setAnswer({ kind: "failed", reason: faultText(error).line });
      },
    );
    return () => {
      current = false;
    };
  }, [turn]);
  return answer;
}
