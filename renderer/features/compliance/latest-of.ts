import { useActivity } from "../../stores/activity.ts";

/** The seq of the newest event of a family such as `anchor.`, -1 where none is among the latest: when it grows, ask again. */
export function useLatestOf(family: string): number {
  return useActivity(({ events }) => events.find(({ type }) => type.startsWith(family))?.seq ?? -1);
}
