import type { Progress } from "../audit/verifier/verify-bundle.ts";

/** Who waits longer than this for a file is told how far it has come, and again after each such stretch. */
const everyMs = 2000;

/** Tells the progress of a long verification; short ones stay silent. */
export function progressTeller(tell: (text: string) => void, now: () => number): (progress: Progress) => void {
  let last = now();
  return ({ step, events, part }) => {
    if (now() - last < everyMs) return;
    last = now();
    const counted = step === "checking" ? `, ${events.toLocaleString("en-US")} events` : "";
    tell(`${step} … ${Math.floor(part * 100)} %${counted}`);
  };
}
