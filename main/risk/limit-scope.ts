import type { Actor } from "../../shared/model/actor.ts";
import type { LimitScopes, Membership, ScopedLimits } from "../../shared/model/limit-scopes.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { ActorCounts } from "../engine/portfolio/trade-tally.ts";
import { OrderWindow } from "./order-window.ts";

type Kind = keyof LimitScopes;

const kinds: readonly (readonly [Kind, string])[] = [
  ["traders", "trader"],
  ["strategies", "strategy"],
  ["models", "model"],
];

/** A trader, strategy or model that has limits of its own. */
export interface LimitScope {
  /** Path of its settings. */
  readonly path: string;
  /** For a person, for example `trader "breakout"`. */
  readonly title: string;
  readonly limits: ScopedLimits;
  readonly counts: ActorCounts;
  /** Its orders of the last second. */
  readonly window: OrderWindow;
}

const none: readonly LimitScope[] = [];

/** Finds the scopes that an order falls into. What they have counted outlives a change of their settings. */
export class LimitScopeIndex {
  readonly #membershipOf: (actor: Actor) => Membership;
  readonly #kept = new Map<string, Pick<LimitScope, "counts" | "window">>();

  constructor(membershipOf: (actor: Actor) => Membership) {
    this.#membershipOf = membershipOf;
  }

  of({ scopes }: RiskLimits, actor: Actor): readonly LimitScope[] {
    if (scopes === undefined) return none;
    const member = this.#membershipOf(actor);
    const found: LimitScope[] = [];
    for (const [kind, word] of kinds) {
      const name = member[kind];
      const named = scopes[kind];
      if (name === null || named === undefined || !Object.hasOwn(named, name)) continue;
      const path = `risk.scopes.${kind}.${name}`;
      found.push({ path, title: `${word} "${name}"`, limits: named[name] ?? {}, ...this.#keep(path, kind, name) });
    }
    return found;
  }

  #keep(path: string, kind: Kind, name: string): Pick<LimitScope, "counts" | "window"> {
    let kept = this.#kept.get(path);
    if (kept === undefined) {
      kept = { counts: (actor) => this.#membershipOf(actor)[kind] === name, window: new OrderWindow() };
      this.#kept.set(path, kept);
    }
    return kept;
  }
}

/** A desk that knows no names has its traders and models by id. */
export function membershipById({ kind, id }: Actor): Membership {
  return { traders: kind === "trader" ? id : null, strategies: null, models: kind === "model" ? id : null };
}
