import { useEffect, useMemo, useState } from "react";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { BreakerLogEntry } from "../../../shared/model/breaker.ts";
import { useActivity } from "../../stores/activity.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { breakerEvents, breakerLog } from "./breaker-log.ts";

/** As many of each type are looked up in the journal; the audit room has the rest. */
const lookedUp = 25;

/** What the journal tells of the breakers, newest first: older events are looked up once, new ones come by themselves. */
export function useBreakerLog(): readonly BreakerLogEntry[] {
  const desk = useDesk();
  const live = useActivity((state) => state.events);
  const [older, setOlder] = useState<readonly TimelineEvent[]>([]);
  useEffect(() => {
    let isWanted = true;
    const ask = async (type: string): Promise<readonly TimelineEvent[]> => {
      const query = { text: "", type, actor: "", from: null, to: null, before: null, limit: lookedUp };
      return (await desk.call.searchEvents(query)).events;
    };
    Promise.all(breakerEvents.map(ask)).then(
      (found) => isWanted && setOlder(found.flat()),
      // Without the search the latest events still come.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [desk]);
  return useMemo(() => breakerLog([...older, ...live]), [older, live]);
}
