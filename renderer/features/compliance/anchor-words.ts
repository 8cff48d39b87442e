import type { AnchorsView } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { formatNumber } from "../../ui/format/number-format.ts";

const count = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** Every kind of anchor there is, in the order they are shown. */
export const anchorKinds = ["receipt", "rfc3161", "cosignature"] as const;

/** How much of the record somebody outside holds, in one sentence; `events` is what the journal has now. */
export function coverageText({ covered, latest }: Pick<AnchorsView, "covered" | "latest">, events: number): string {
  if (covered === 0) return t("compliance.anchors.nothing");
  const text = t("compliance.anchors.covered", {
    last: count(covered - 1),
    after: count(Math.max(0, events - covered)),
  });
  const signed = latest.some(({ kind }) => kind !== "receipt");
  return signed ? text : `${text} ${t("compliance.anchors.receiptOnly")}`;
}
