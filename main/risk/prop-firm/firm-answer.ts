import { answer, type Measurement, off, type RuleInput, unknown } from "../rule.ts";
import type { AppliedPreset } from "./firm-record.ts";
import type { OpeningAnswer } from "./opening-answers.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** A rule of the firm's conduct as the gate answers it; nothing opens before the account was seen. */
export function firmAnswer(
  { firm }: RuleInput,
  ask: (guard: PropFirmGuard, under: AppliedPreset) => OpeningAnswer,
): Measurement {
  if (firm === null) return off;
  if (firm.under === null) return unknown(`The account's prop firm is not known: ${firm.gap}`);
  const { guard, under } = firm;
  if (guard === null) return unknown(`${under.preset.firm}'s guard has not seen the account yet`);
  const { passes, text } = ask(guard, under);
  return answer(passes, () => ({ observed: null, limit: null, headroom: null, text }));
}
