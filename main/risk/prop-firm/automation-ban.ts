import { Fault } from "../../../shared/model/fault.ts";
import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { automationAnswer } from "./conduct.ts";

/** Refuses to start a machine on an account whose firm bans it, or before its conditions are confirmed. Throws a Fault `FIRM-AUTOMATION`. */
export function checkAutomation(under: { readonly preset: PropFirmPreset; readonly terms: FirmTerms } | null): void {
  if (under === null) return;
  const { preset, terms } = under;
  const answer = automationAnswer(preset);
  if (answer === "yes" || (answer === "confirm" && terms.automationConfirmed)) return;
  const words = preset.automation.text ?? "no source says whether it is allowed";
  const banned = answer === "no";
  throw new Fault(
    "FIRM-AUTOMATION",
    "risk",
    banned
      ? `${preset.firm} does not let a machine trade this account (${preset.id}): ${words}.`
      : `Whether ${preset.firm} lets a machine trade this account (${preset.id}) is not confirmed: ${words}.`,
    banned
      ? "Trade it by hand, or put the account under another preset."
      : "Read the firm's own pages, then confirm it: --confirm-automation, or in the terms of the preset.",
  );
}
