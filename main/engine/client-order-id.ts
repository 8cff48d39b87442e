import type { Actor } from "../../shared/model/actor.ts";
import { actorKey } from "./actor-key.ts";

/** The first 32 lower-case hex digits of SHA-256 over seed, actor, decision and attempt: the same decision always gets the same id. */
export function clientOrderId(
  sha256: (text: string) => string,
  seed: string,
  actor: Actor,
  decision: number,
  attempt: number,
): string {
  return sha256(`${seed}\n${actorKey(actor)}\n${decision}\n${attempt}`).slice(0, 32);
}
