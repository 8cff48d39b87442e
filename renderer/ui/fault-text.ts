import { failureOf } from "../../shared/rpc/failure.ts";

/** A fault for the eye: what happened and what to do about it. */
export interface FaultText {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** All of it in one line, for where there is no room for a title. */
  readonly line: string;
  /** The desk did not answer: whether it acted is not known. */
  readonly unknownOutcome: boolean;
}

/** Turns whatever a request rejected with into words; only a timeout or a lost connection leaves the outcome open. */
export function faultText(error: unknown): FaultText {
  const failure = failureOf(error);
  if (failure) {
    const { code, message, remedy } = failure;
    const unknownOutcome = code === "RPC-TIMEOUT" || (code === "RPC-CLOSED" && !/not sent/.test(message));
    const text = `${remedy} (${code})`;
    const stop = /[.!?…]$/.test(message.trim()) ? "" : ".";
    return { code, title: message, text, line: `${message}${stop} ${text}`, unknownOutcome };
  }
  const title = error instanceof Error ? error.message : String(error);
  return { code: "PAGE-BUG", title, text: "PAGE-BUG", line: `${title} (PAGE-BUG)`, unknownOutcome: false };
}
