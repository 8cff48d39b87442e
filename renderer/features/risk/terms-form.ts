import { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { readReleaseLines } from "../../../shared/model/release-lines.ts";

/** The trader's own terms as typed. */
export interface TermsForm {
  readonly optionalDailyLoss: boolean;
  readonly automationConfirmed: boolean;
  readonly safetyMarginPercent: string;
  readonly slippagePercent: string;
  readonly withoutStop: FirmTerms["withoutStop"];
  /** Times of releases, one a line; `null` while no calendar is given. */
  readonly releases: string | null;
}

export function termsToForm(terms: FirmTerms): TermsForm {
  return { ...terms, releases: terms.releases?.join("\n") ?? null };
}

/** The line of the calendar that is no time, if there is one. */
export function wrongRelease({ releases }: TermsForm): string | null {
  const read = readReleaseLines(releases ?? "");
  return "wrong" in read ? read.wrong : null;
}

/** The terms as the desk takes them; `null` where a number is out of bounds or a time is none. */
export function readTerms(form: TermsForm): FirmTerms | null {
  const releases = form.releases === null ? { times: null } : readReleaseLines(form.releases);
  if ("wrong" in releases) return null;
  const read = FirmTerms.safeParse({
    ...form,
    releases: releases.times,
    safetyMarginPercent: form.safetyMarginPercent.trim(),
    slippagePercent: form.slippagePercent.trim(),
  });
  return read.success ? read.data : null;
}
