import { failureOf } from "../../../shared/rpc/failure.ts";
import type { SubmissionEvent } from "./submission.ts";

/** Answers that say the desk never began to handle the order. */
const notHandled: ReadonlySet<string> = new Set(["RPC-INPUT", "RPC-FORBIDDEN", "RPC-UNKNOWN", "RPC-BUSY"]);
const refusing: ReadonlySet<string> = new Set(["validation", "risk", "security"]);

/** What an error after sending means: a refusal only where the desk surely did nothing, otherwise not known. */
export function submitFailure(error: unknown): SubmissionEvent {
  const failure = failureOf(error);
  if (failure && (notHandled.has(failure.code) || refusing.has(failure.category)))
    return { kind: "refused", refusal: { code: failure.code, message: failure.message, remedy: failure.remedy } };
  return { kind: "lost", reason: failure ? `${failure.message} (${failure.code})` : String(error) };
}
