import { type KeyboardEvent, useRef } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { useQuote } from "../../stores/quotes.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatPercent } from "../../ui/format/format-percent.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { Sparkline } from "./sparkline.tsx";
import { useTrail } from "./use-trail.ts";
import styles from "./watchlist.module.css";

export interface WatchlistRowProps {
  instrument: Instrument;
  selected: boolean;
  onSelect: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** One instrument's figures; a change of price flashes once, by colour and direction. */
export function WatchlistRow({ instrument, selected, onSelect, onKeyDown }: WatchlistRowProps) {
  const quote = useQuote(instrument.id);
  const trail = useTrail(instrument.id);
  const before = useRef(quote?.last);
  const moved = quote && before.current !== undefined ? Math.sign(quote.last - before.current) : 0;
  before.current = quote?.last;
  const tone = !quote ? undefined : quote.changePct < 0 ? styles.down : styles.up;
  return (
    <tr
      className={classNames(styles.row, selected && styles.selected)}
      aria-selected={selected}
      aria-label={t("watchlist.row", { symbol: instrument.symbol, name: instrument.name })}
      tabIndex={selected ? 0 : -1}
      onClick={onSelect}
      onKeyDown={onKeyDown}
      data-instrument={instrument.id}
    >
      <td>
        <span className={styles.symbol}>{instrument.symbol}</span>
        <span className={styles.sub}>{instrument.name}</span>
      </td>
      <td className={classNames(styles.trail, tone)}>
        <Sparkline values={quote ? [...trail.slice(0, -1), quote.last] : trail} />
      </td>
      <td>
        <span
          // A new key starts the flash again.
          key={quote?.last}
          className={classNames(styles.price, moved > 0 && styles["flash-up"], moved < 0 && styles["flash-down"])}
        >
          {quote ? formatPrice(quote.last, instrument.priceIncrement) : t("ui.unknown")}
        </span>
        <span className={styles.sub} title={t("watchlist.spread")}>
          {quote ? formatPrice(quote.ask - quote.bid, instrument.priceIncrement) : t("ui.unknown")}
        </span>
      </td>
      <td className={tone}>{quote ? formatPercent(quote.changePct) : t("ui.unknown")}</td>
    </tr>
  );
}
