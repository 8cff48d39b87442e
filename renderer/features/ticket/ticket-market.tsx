import type { Instrument } from "../../../shared/model/instrument.ts";
import type { Quote } from "../../../shared/model/market.ts";
import { t } from "../../i18n/t.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { Price } from "../../ui/price.tsx";
import { quotedPrice } from "./entry-price.ts";
import styles from "./ticket.module.css";

export interface TicketMarketProps {
  instrument: Instrument;
  quote: Quote | undefined;
  /** A click on bid or ask takes it as the limit price. */
  onPrice: (price: string) => void;
}

/** The instrument and its touch: bid left, ask right, the spread between them. */
export function TicketMarket({ instrument, quote, onPrice }: TicketMarketProps) {
  const side = (id: "bid" | "ask") => {
    const price = quote ? quotedPrice(quote[id], instrument) : null;
    return (
      <button
        type="button"
        className={classNames(styles.touch, id === "ask" && styles.ask)}
        disabled={price === null}
        onClick={() => price && onPrice(price)}
      >
        <small>{t(`ticket.${id}`)}</small>
        <Price value={quote?.[id]} increment={instrument.priceIncrement} />
      </button>
    );
  };
  return (
    <div className={styles.market}>
      {side("bid")}
      <div className={styles.spread}>
        <div className={styles.symbol}>{instrument.symbol}</div>
        {quote ? formatPrice(quote.ask - quote.bid, instrument.priceIncrement) : t("ui.unknown")}
      </div>
      {side("ask")}
    </div>
  );
}
