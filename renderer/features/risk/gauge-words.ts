import type { RoomGauge } from "../../../shared/contract/room-gauge.ts";
import { t } from "../../i18n/t.ts";
import { formatMoney, signOf } from "../../ui/format/format-money.ts";
import { formatPercent } from "../../ui/format/format-percent.ts";

/** How a gauge reads: what is left, currency first, and what that is measured from. */
export interface GaugeWords {
  readonly left: string;
  readonly basis: string;
}

/** A figure of a gauge with its unit; `null` is a dash. */
function amount({ id }: RoomGauge, value: string | null, currency: string): string {
  if (value === null) return t("ui.unknown");
  return id === "order-rate" ? t("risk.gauge.orders", { count: Number(value) }) : formatMoney(value, { currency });
}

const positive = (value: string): string => value.replace(/^-/, "");

export function gaugeWords(gauge: RoomGauge, currency: string): GaugeWords {
  const { id, used, limit, room, roomPct, anchor } = gauge;
  const shown = (value: string | null): string => amount(gauge, value, currency);
  const gains = id === "daily-loss" && used !== null && signOf(used) < 0;
  const basis = t(`risk.basis.${id}${gains ? ".up" : ""}`, {
    used: shown(used),
    gain: shown(used === null ? null : positive(used)),
    anchor: shown(anchor),
    limit: limit === null ? t("risk.basis.none") : shown(limit),
  });
  if (limit === null) return { left: t("risk.gauge.unset"), basis };
  if (room === null) return { left: t("risk.gauge.unknown"), basis };
  const share = roomPct === null ? t("ui.unknown") : formatPercent(roomPct, 1, "auto");
  const left =
    signOf(room) < 0
      ? t("risk.gauge.over", { over: shown(positive(room)), share })
      : t("risk.gauge.left", { room: shown(room), share });
  return { left, basis };
}

/** The part of a limit that is used, 0 to 1, for a picture of it. */
export function usedShare({ roomPct }: RoomGauge): number {
  return roomPct === null ? 0 : Math.min(1, Math.max(0, 1 - Number(roomPct) / 100));
}
