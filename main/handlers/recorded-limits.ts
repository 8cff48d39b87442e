import { z } from "zod";
import { RiskLimits } from "../../shared/model/risk.ts";
import { WaitingLimits } from "../../shared/model/settings.ts";
import { readEvent } from "../audit/event-text.ts";
import type { Journal } from "../ports/journal.ts";

/** The trace of every change of limits. */
export const limitsTrace = "limits";

/** The limits that hold, and those that wait for the next trading day. */
const StandingLimits = z.object({ risk: RiskLimits, waitingLimits: WaitingLimits.nullable() });
export type StandingLimits = z.infer<typeof StandingLimits>;

/** Limits as the record keeps them, alike for alike limits: JSON text, because not all numbers of settings are whole. */
export function standingText(limits: StandingLimits): string {
  return JSON.stringify(StandingLimits.parse(limits));
}

/**
 * The limits that were the last to hold as far as the record tells and this version of the program can read; `null` where
 * it says nothing of them.
 */
export function recordedLimits(journal: Pick<Journal, "readTrace">): StandingLimits | null {
  const texts = journal.readTrace(limitsTrace).map(({ text }) => readEvent(text).data["limits"]);
  for (const text of texts.reverse()) {
    const standing = typeof text === "string" ? read(text) : null;
    if (standing !== null) return standing;
  }
  return null;
}

function read(text: string): StandingLimits | null {
  try {
    return StandingLimits.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
