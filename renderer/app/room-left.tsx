import { t } from "../i18n/t.ts";
import { useCurrency } from "../stores/desk.ts";
import { useFirm } from "../stores/firm.ts";
import { useRisk } from "../stores/risk.ts";
import { openRoom } from "../stores/selection.ts";
import { classNames } from "../ui/class-names.ts";
import { formatMoney } from "../ui/format/format-money.ts";
import { Money } from "../ui/money.tsx";
import { smallestRoom } from "./smallest-room.ts";
import styles from "./top-bar.module.css";

/** On every room: the smallest room that any limit leaves, in money. */
export function RoomLeft() {
  const currency = useCurrency();
  const gauges = useRisk((state) => state.risk?.gauges);
  const floors = useFirm((state) => state.report?.limits);
  const smallest = smallestRoom(gauges ?? [], floors ?? []);
  const share = smallest?.share ?? 0;
  return (
    <div className={classNames(styles.figure, styles.room)}>
      <dt>{smallest === null ? t("frame.room-left.none") : t("frame.room-left", { limit: t(smallest.textId) })}</dt>
      <dd>
        <button
          type="button"
          className={styles.account}
          aria-label={t("frame.room-left.open", {
            room: smallest === null ? t("ui.unknown") : formatMoney(smallest.room, { currency }),
          })}
          onClick={() => openRoom("risk")}
        >
          <Money value={smallest?.room} />
        </button>
        <div className={styles.track} aria-hidden>
          <div
            className={classNames(styles.used, share < 0.15 ? styles.short : undefined)}
            style={{ transform: `scaleX(${share})` }}
          />
        </div>
      </dd>
    </div>
  );
}
