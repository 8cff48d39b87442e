import { createContext, useContext } from "react";
import { contract, type DeskContract } from "../../shared/contract/index.ts";
import { type ReconnectingClient, type ReconnectingOptions, reconnecting } from "../../shared/rpc/reconnecting.ts";
import type { Wire } from "../../shared/rpc/wire.ts";

/** Everything the page may ask of the desk: `call.submitOrder(…)`, `subscribe("fills", …)`. */
export type DeskClient = ReconnectingClient<DeskContract>;

/** A client of the desk over whatever wire `open` gives; it survives the loss of a wire. */
export function deskClient(open: () => Promise<Wire>, options?: ReconnectingOptions): DeskClient {
  return reconnecting(open, contract, options);
}

export const DeskContext = createContext<DeskClient | null>(null);

/** The desk this page is connected to. */
export function useDesk(): DeskClient {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("useDesk needs a DeskContext around it");
  return desk;
}
