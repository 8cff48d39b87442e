import type { Actor } from "../../shared/model/actor.ts";
import type { Membership } from "../../shared/model/limit-scopes.ts";
import type { TraderView } from "../../shared/model/trader.ts";

const nobody: Membership = { traders: null, strategies: null, models: null };

/** Whose limits an actor's orders are under: a trader keeps its name and strategy, so each is looked up once. */
export function membershipOf(find: (traderId: string) => TraderView | undefined): (actor: Actor) => Membership {
  const known = new Map<string, Membership>();
  return ({ kind, id }) => {
    if (kind === "model") return { ...nobody, models: id };
    if (kind !== "trader") return nobody;
    const found = known.get(id);
    if (found !== undefined) return found;
    const view = find(id);
    // A trader that is just being started has no view yet.
    if (view === undefined) return { ...nobody, traders: id };
    const member = { ...nobody, traders: view.name, strategies: view.strategy };
    known.set(id, member);
    return member;
  };
}
