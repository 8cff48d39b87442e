import { create } from "zustand";
import type { ConnectionState } from "../../shared/rpc/reconnecting.ts";

export interface Connection {
  readonly state: ConnectionState;
  /** Why it is not open, in words. */
  readonly reason: string;
  /** The first answers of this connection have arrived: empty now means empty. */
  readonly ready: boolean;
}

export const useConnection = create<Connection>(() => ({ state: "connecting", reason: "", ready: false }));
