import { FirmTerms } from "../../../shared/model/firm-terms.ts";

/** The trader's own terms as typed. */
export interface TermsForm {
  readonly optionalDailyLoss: boolean;
  readonly automationConfirmed: boolean;
  readonly safetyMarginPercent: string;
  readonly slippagePercent: string;
  readonly withoutStop: FirmTerms["withoutStop"];
}

export function termsToForm(terms: FirmTerms): TermsForm {
  const { releases: _, ...form } = terms;
  return form;
}

/** The terms as the desk takes them; `null` where a number is out of bounds. What the form does not show stays as in `base`. */
export function readTerms(form: TermsForm, base: FirmTerms): FirmTerms | null {
  const read = FirmTerms.safeParse({
    ...base,
    ...form,
    safetyMarginPercent: form.safetyMarginPercent.trim(),
    slippagePercent: form.slippagePercent.trim(),
  });
  return read.success ? read.data : null;
}
