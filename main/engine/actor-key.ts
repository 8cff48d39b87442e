import type { Actor } from "../../shared/model/actor.ts";

let keyed: Actor | null = null;
let key = "";

/** The name under which an actor's decisions are counted. The same actor asks several times per order: one text, read once by maps. */
export function actorKey(actor: Actor): string {
  if (actor !== keyed) {
    keyed = actor;
    key = `${actor.kind}:${actor.id}`;
  }
  return key;
}
