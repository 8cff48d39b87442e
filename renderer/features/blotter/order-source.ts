import type { Actor } from "../../../shared/model/actor.ts";

/** Who decided, as one word for the kind and the name where the kind has one. */
export function orderSource(
  actor: Actor,
  traderNames: ReadonlyMap<string, string>,
): { readonly id: `blotter.source.${Actor["kind"]}`; readonly name: string } {
  const name =
    actor.kind === "trader" ? (traderNames.get(actor.id) ?? actor.id) : actor.kind === "model" ? actor.id : "";
  return { id: `blotter.source.${actor.kind}`, name };
}
