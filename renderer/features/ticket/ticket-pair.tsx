import { t } from "../../i18n/t.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { classNames } from "../../ui/class-names.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import styles from "./ticket.module.css";
import { isPairable, otherLegTypes, pairHint } from "./ticket-draft.ts";
import { type TicketPricesProps, typed } from "./ticket-prices.tsx";

/** A second order that goes with the first, of which one cancels the other. */
export function TicketPair({ instrument, draft, reading, touch, problem, onEdit }: TicketPricesProps) {
  if (!isPairable(draft.type)) return null;
  const hint = pairHint(draft);
  return (
    <div className={styles.choice}>
      <Checkbox
        label={t("ticket.pair")}
        checked={draft.paired}
        disabled={hint !== null}
        hint={t(hint ?? "ticket.pair.text")}
        onChange={(paired) => onEdit({ paired })}
      />
      {draft.paired ? (
        <fieldset className={classNames(styles.exits, styles.other)}>
          <legend>{t("ticket.pair.legend")}</legend>
          <Segmented
            label={t("ticket.pair.type")}
            value={draft.otherType}
            onChange={(otherType) => onEdit({ otherType })}
            wide
            options={otherLegTypes.map((type) => ({ value: type, label: t(`ticket.pair.type.${type}`) }))}
          />
          <NumberField
            label={t("ticket.pair.price")}
            value={draft.otherPrice}
            onChange={(otherPrice) => onEdit({ otherPrice })}
            step={instrument.priceIncrement}
            startAt={touch ?? undefined}
            unit={instrument.quoteCurrency}
            error={problem(typed(reading, "other", draft.otherPrice))}
          />
        </fieldset>
      ) : null}
    </div>
  );
}
