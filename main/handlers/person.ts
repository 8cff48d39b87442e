import type { Actor } from "../../shared/model/actor.ts";
import type { Role } from "../../shared/rpc/contract.ts";

/** Who acts through a wire: the person at this desk, or somebody who may only look and stop. */
export function personOf(role: Role): Actor {
  return { kind: "person", id: role === "trader" ? "desk" : "viewer" };
}
