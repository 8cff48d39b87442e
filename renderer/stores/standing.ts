import type { RiskView } from "../../shared/contract/risk.ts";

/** What keeps orders from opening, or `active` where nothing does. */
export type Standing = "locked-out" | "killed" | "halted" | "reducing" | "blocked" | "active";

/** Of all that stands in the way the hardest to lift; a lockout that is over at `now` is none. */
export function standingOf({ lockout, killSwitch, state, breakers }: RiskView, now: number): Standing {
  if (lockout !== null && lockout.until > now) return "locked-out";
  if (killSwitch) return "killed";
  if (state !== "active") return state;
  return shuttingBreaker({ breakers }) === undefined ? "active" : "blocked";
}

/** The first breaker that has tripped and does more than warn. */
export function shuttingBreaker({ breakers }: Pick<RiskView, "breakers">): RiskView["breakers"][number] | undefined {
  return breakers.find(({ action }) => action !== "warn");
}

export const standingTones = {
  "locked-out": "bad",
  killed: "bad",
  halted: "bad",
  reducing: "warn",
  blocked: "warn",
  active: "ok",
} as const satisfies Record<Standing, "ok" | "warn" | "bad">;
