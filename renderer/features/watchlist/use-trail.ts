import { useEffect, useState } from "react";
import { useConnection } from "../../stores/connection.ts";
import { useDesk } from "../../transport/desk-client.ts";

const trailBars = 48;
const renewMs = 5 * 60_000;
const none: readonly number[] = [];

/** The closes of the last twelve hours in quarters, for a sparkline; renewed every five minutes. */
export function useTrail(instrumentId: string): readonly number[] {
  const client = useDesk();
  const ready = useConnection((connection) => connection.ready);
  const [trail, setTrail] = useState(none);
  useEffect(() => {
    if (!ready) return;
    let current = true;
    const load = (): void => {
      client.call.getBars({ instrumentId, interval: "15m", limit: trailBars }).then(
        ({ close }) => {
          if (current) setTrail(close);
        },
        // A sparkline that could not be loaded is left out; the figures beside it are live.
        () => undefined,
      );
    };
    load();
    const timer = setInterval(load, renewMs);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [client, ready, instrumentId]);
  return trail;
}
