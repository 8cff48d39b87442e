import type { SessionSpan } from "../../../../shared/contract/audit.ts";
import { useDeskState } from "../../../stores/desk.ts";

/** A session's last event: the one that runs is written on while it is looked at. */
export function useLastEvent({ end, to }: SessionSpan): number {
  return useDeskState(({ health }) => (end === "running" ? Math.max(to, health?.journal.durableSeq ?? to) : to));
}
