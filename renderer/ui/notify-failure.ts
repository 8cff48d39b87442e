import { faultText } from "./fault-text.ts";
import { notify } from "./toast.tsx";

/** Says in the corner that something did not work: what happened, the way out, and the code to report. */
export function notifyFailure(title: string, error: unknown): void {
  notify({ title, text: faultText(error).line, tone: "bad" });
}
