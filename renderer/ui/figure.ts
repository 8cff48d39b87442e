import { t } from "../i18n/t.ts";
import { formatNumber } from "./format/number-format.ts";

const decimal = /^-?\d+(\.\d+)?$/;

/** Groups and shortens a rule's figure for the eye; anything that is no decimal stays as the gate wrote it. */
export function figure(text: string | null): string {
  if (text === null) return t("ui.unknown");
  return decimal.test(text) ? formatNumber(text, { maximumFractionDigits: fractionDigits(text) }) : text;
}

/** The smaller a figure, the more of its decimals matter. */
function fractionDigits(text: string): number {
  const magnitude = Math.abs(Number(text));
  return magnitude >= 1000 ? 2 : magnitude >= 1 ? 4 : 8;
}
