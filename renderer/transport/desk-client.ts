import { createContext, useContext } from "react";
import { contract, type DeskContract } from "../../shared/contract/index.ts";
import { RpcFault } from "../../shared/rpc/failure.ts";
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

/** A fault for the eye: what happened and what to do about it. */
export interface FaultText {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** The desk did not answer: whether it acted is not known. */
  readonly unknownOutcome: boolean;
}

/** Turns whatever a request rejected with into words; only a timeout or a lost connection leaves the outcome open. */
export function faultText(error: unknown): FaultText {
  if (error instanceof RpcFault) {
    const unknownOutcome =
      error.code === "RPC-TIMEOUT" || (error.code === "RPC-CLOSED" && !/not sent/.test(error.message));
    return { code: error.code, title: error.message, text: `${error.remedy} (${error.code})`, unknownOutcome };
  }
  return { code: "PAGE-BUG", title: String(error), text: "PAGE-BUG", unknownOutcome: false };
}
