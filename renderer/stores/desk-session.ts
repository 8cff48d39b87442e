import type { Wire } from "../../shared/rpc/wire.ts";
import { type DeskClient, deskClient } from "../transport/desk-client.ts";
import { faultText } from "../ui/fault-text.ts";
import { useConnection } from "./connection.ts";
import { feedStores, greetDesk } from "./feed-stores.ts";

export interface DeskSession {
  readonly client: DeskClient;
  close(): void;
}

/** Connects the page to the desk: keeps the connection's state in its store and feeds all others. */
export function openDeskSession(open: () => Promise<Wire>): DeskSession {
  const client: DeskClient = deskClient(open, {
    onState(state, fault) {
      useConnection.setState({
        state,
        reason: fault ? faultText(fault).line : "",
        ...(state === "open" ? {} : { ready: false }),
      });
      // The client is not assigned yet if the wire opened within this very call; it opens later, always.
      if (state === "open")
        void greetDesk(client).catch((error: unknown) => {
          useConnection.setState({ reason: faultText(error).line });
        });
    },
  });
  const stop = feedStores(client);
  return {
    client,
    close() {
      stop();
      client.close();
    },
  };
}
