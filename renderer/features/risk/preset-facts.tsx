import { TriangleAlert } from "lucide-react";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { PresetChoice } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { moneyIn } from "./firm-words.ts";
import { presetWarnings } from "./preset-choice.ts";
import { PresetDoubts } from "./preset-doubts.tsx";
import styles from "./risk.module.css";

/** A preset before it is chosen: its limits, its date, its warnings, and where it comes from. */
export function PresetFacts({ choice, preset }: { choice: PresetChoice; preset: PropFirmPreset }) {
  const money = moneyIn(preset.currency);
  const { maxLoss, day } = preset;
  return (
    <div className={styles.presetFacts}>
      {presetWarnings(choice).map((id) => (
        <p key={id} className={styles.warning}>
          <TriangleAlert aria-hidden />
          {t(id)}
        </p>
      ))}
      <p>
        {t("risk.preset.facts", {
          start: money(preset.startingBalance),
          date: preset.as_of,
          confidence: preset.confidence,
        })}
      </p>
      <p>
        {t("risk.preset.rules", {
          daily: dailyText(preset),
          max: money(maxLoss.amount),
          mode: t(`risk.preset.mode.${maxLoss.mode}`),
          reset: day.resetAt,
          zone: day.zone,
        })}
      </p>
      <PresetDoubts preset={preset} />
    </div>
  );
}

function dailyText({ dailyLoss, currency }: PropFirmPreset): string {
  if (dailyLoss === null) return t("risk.preset.daily.none");
  const { limit } = dailyLoss;
  switch (limit.of) {
    case "unknown":
      return t("risk.preset.daily.unknown");
    case "initial":
      return moneyIn(currency)(limit.amount);
    case "day_start":
      return t("risk.preset.daily.day_start", { pct: limit.pct });
  }
}
