import type { DeskHealth } from "../../shared/contract/desk.ts";
import type { RiskView } from "../../shared/contract/risk.ts";
import { useDeskNow } from "../ui/desk-clock.ts";
import { useDeskState } from "./desk.ts";

/** What keeps orders from opening, or `active` where nothing does. */
export type Standing = "locked-out" | "killed" | "halted" | "unrecorded" | "reducing" | "blocked" | "active";

type JournalState = DeskHealth["journal"]["state"];

/** Of all that stands in the way the hardest to lift; a lockout that is over at `now` is none, a journal not open is one. */
function standingOf({ lockout, killSwitch, state, breakers }: RiskView, journal: JournalState, now: number): Standing {
  if (lockout !== null && lockout.until > now) return "locked-out";
  if (killSwitch) return "killed";
  if (state === "halted") return state;
  if (journal !== "open") return "unrecorded";
  if (state !== "active") return state;
  return shuttingBreaker({ breakers }) === undefined ? "active" : "blocked";
}

/** The journal's state; open until the desk's first pulse says otherwise. */
export function useJournalState(): JournalState {
  return useDeskState((state) => state.health?.journal.state ?? "open");
}

/** Where trading stands at this moment. */
export function useStanding(risk: RiskView): Standing {
  return standingOf(risk, useJournalState(), useDeskNow());
}

/** The first breaker that has tripped and does more than warn. */
export function shuttingBreaker({ breakers }: Pick<RiskView, "breakers">): RiskView["breakers"][number] | undefined {
  return breakers.find(({ action }) => action !== "warn");
}

export const standingTones = {
  "locked-out": "bad",
  killed: "bad",
  halted: "bad",
  unrecorded: "bad",
  reducing: "warn",
  blocked: "warn",
  active: "ok",
} as const satisfies Record<Standing, "ok" | "warn" | "bad">;
