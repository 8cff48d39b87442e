import type { TimelineEvent } from "../../shared/contract/audit.ts";
import type { StreamListener } from "../../shared/rpc/connect.ts";
import type { DeskClient } from "../transport/desk-client.ts";
import { setDeskClock } from "../ui/desk-clock.ts";
import { faultText } from "../ui/fault-text.ts";
import { useAccount } from "./account.ts";
import { takeActivity } from "./activity.ts";
import { useAppearance } from "./appearance.ts";
import { useConnection } from "./connection.ts";
import { useDeskState } from "./desk.ts";
import { takeFills } from "./fills.ts";
import { useFirm } from "./firm.ts";
import { framed, nextFrame } from "./frame.ts";
import { takeOrders } from "./orders.ts";
import { takePositions, usePositions } from "./positions.ts";
import { takeQuotes } from "./quotes.ts";
import { useRisk } from "./risk.ts";
import { useSelection } from "./selection.ts";
import { takeTraders, useTraders } from "./traders.ts";

function reportBrokenStream(error: Error): void {
  if (useConnection.getState().state === "open") console.error(faultText(error).title);
}

/** Asks for what does not change while a session lasts, and marks the page ready once the desk has answered. */
export async function greetDesk(client: DeskClient): Promise<void> {
  const info = await client.call.getDesk({});
  // One more round trip: by then the streams' first batches are on their way.
  await client.call.ping({ sentAt: Date.now() });
  nextFrame(() => {
    useDeskState.setState({ info });
    useConnection.setState({ ready: true });
    const { instrumentId } = useSelection.getState();
    const first = info.instruments[0];
    if (first && !info.instruments.some(({ id }) => id === instrumentId))
      useSelection.setState({ instrumentId: first.id });
  });
}

/** A new symbol or new increments: what the page knows of the instruments is old. */
function changesInstruments({ type, data }: TimelineEvent): boolean {
  return type === "config.changed" && (data["kind"] === "renamed" || data["kind"] === "increments");
}

/** Lets every stream of the desk flow into the stores, one store update per frame. Returns the way to stop it. */
export function feedStores(client: DeskClient): () => void {
  let wanted = true;
  const isWanted = (): boolean => wanted;

  /** The newest item counts. */
  function latest<Item>(take: (items: readonly Item[]) => void): StreamListener<Item> {
    return { onItems: framed(take, isWanted), onResync() {}, onError: reportBrokenStream };
  }
  /** Every item counts; after a resync the first batch replaces what was known. */
  function lossless<Item>(take: (items: readonly Item[], replace: boolean) => void): StreamListener<Item> {
    let replace = true;
    return {
      onItems: framed((items) => {
        take(items, replace);
        replace = false;
      }, isWanted),
      onResync() {
        replace = true;
      },
      onError: reportBrokenStream,
    };
  }

  const stops = [
    client.subscribe(
      "deskHealth",
      {},
      latest((items) => {
        const health = items.at(-1);
        if (!health) return;
        const receivedAt = Date.now();
        useDeskState.setState({ health, healthReceivedAt: receivedAt });
        setDeskClock(health.at, receivedAt);
      }),
    ),
    client.subscribe(
      "quotes",
      {},
      latest((items) => takeQuotes(items, Date.now())),
    ),
    client.subscribe("orders", {}, lossless(takeOrders)),
    client.subscribe("fills", {}, lossless(takeFills)),
    client.subscribe(
      "positions",
      {},
      {
        ...latest(takePositions),
        onResync: () => usePositions.setState({ byId: {} }),
      },
    ),
    client.subscribe(
      "account",
      {},
      latest((items) => {
        const account = items.at(-1);
        if (account) useAccount.setState({ account });
      }),
    ),
    client.subscribe(
      "risk",
      {},
      latest((items) => {
        const risk = items.at(-1);
        if (risk) useRisk.setState({ risk });
      }),
    ),
    client.subscribe(
      "firm",
      {},
      latest((items) => {
        const standing = items.at(-1);
        if (standing) useFirm.setState({ report: standing.report });
      }),
    ),
    client.subscribe(
      "firmDay",
      {},
      latest((items) => {
        const day = items.at(-1);
        if (day) useFirm.setState({ day: day.points });
      }),
    ),
    client.subscribe("traders", {}, { ...latest(takeTraders), onResync: () => useTraders.setState({ byId: {} }) }),
    client.subscribe(
      "activity",
      {},
      lossless((events, replace) => {
        takeActivity(events, replace);
        if (!replace && events.some(changesInstruments)) void greetDesk(client).catch(reportBrokenStream);
      }),
    ),
    client.subscribe(
      "appearance",
      {},
      latest((items) => {
        const appearance = items.at(-1);
        if (appearance) useAppearance.setState(appearance);
      }),
    ),
  ];
  return () => {
    wanted = false;
    for (const stop of stops) stop();
  };
}
