import { failureOf } from "../../shared/rpc/failure.ts";
import { notify } from "./toast.tsx";

/** Says in the corner that something did not work: what happened, the way out, and the code to report. */
export function notifyFailure(title: string, error: unknown): void {
  notify({ title, text: failureText(error), tone: "bad" });
}

/** An error in one line for a person: what happened, what to do, and its code where it has one. */
export function failureText(error: unknown): string {
  const failure = failureOf(error);
  if (failure) return `${failure.message} ${failure.remedy} (${failure.code})`;
  return error instanceof Error ? error.message : String(error);
}
