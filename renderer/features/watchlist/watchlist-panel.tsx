import { type KeyboardEvent, useRef } from "react";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { useMarketPanelState } from "../../stores/freshness.ts";
import { selectInstrument, useSelection } from "../../stores/selection.ts";
import { Panel } from "../../ui/panel.tsx";
import styles from "./watchlist.module.css";
import { WatchlistRow } from "./watchlist-row.tsx";

/** Every instrument of the desk; a click or the arrow keys select the one that chart and ticket show. */
export function WatchlistPanel() {
  const instruments = useInstruments();
  const selected = useSelection((state) => state.instrumentId);
  const market = useMarketPanelState();
  const body = useRef<HTMLTableSectionElement>(null);
  const state =
    market.kind === "live" && instruments.length === 0
      ? ({ kind: "empty", text: t("watchlist.none") } as const)
      : market;

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = instruments.findIndex(({ id }) => id === selected);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: instruments.length - 1 }[event.key];
    const next = to === undefined ? undefined : instruments[to];
    if (!next) return;
    event.preventDefault();
    selectInstrument(next.id);
    body.current?.querySelector<HTMLElement>(`[data-instrument="${CSS.escape(next.id)}"]`)?.focus();
  };

  return (
    <Panel title={t("watchlist.title")} hideTitle state={state}>
      <div className={styles.frame}>
        <table className={styles.list} aria-label={t("watchlist.title")} aria-rowcount={instruments.length + 1}>
          <thead>
            <tr>
              <th scope="col">{t("watchlist.symbol")}</th>
              <th scope="col" className={styles.trail}>
                <span className="visually-hidden">{t("watchlist.trend")}</span>
              </th>
              <th scope="col">{t("watchlist.last")}</th>
              <th scope="col">{t("watchlist.change")}</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {instruments.map((instrument) => (
              <WatchlistRow
                key={instrument.id}
                instrument={instrument}
                selected={instrument.id === selected}
                onSelect={() => selectInstrument(instrument.id)}
                onKeyDown={onKeyDown}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
