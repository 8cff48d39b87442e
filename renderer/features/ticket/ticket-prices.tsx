import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import type { DraftReading, PriceField } from "./order-from-draft.ts";
import styles from "./ticket.module.css";
import { hasExits, isTriggerType, pricesOf, type TicketDraft, trailingUnits, triggerTypes } from "./ticket-draft.ts";

export interface TicketPricesProps {
  instrument: Instrument;
  draft: TicketDraft;
  reading: DraftReading;
  /** Where the price arrows start. */
  touch: string | null;
  problem: (id: string | null) => string | null;
  onEdit: (change: Partial<TicketDraft>) => void;
}

/** The order's type and the prices that its type has. */
export function TicketPrices({ instrument, draft, reading, touch, problem, onEdit }: TicketPricesProps) {
  const { limit, trigger, trail } = pricesOf(draft.type);
  const field = { step: instrument.priceIncrement, startAt: touch ?? undefined, unit: instrument.quoteCurrency };
  // An empty field is not a mistake yet: it is said by the button and the preview.
  const priceError = !reading.ok && draft.limitPrice !== "" ? problem(reading.price) : null;
  const startLimit = draft.limitPrice === "" && touch ? { limitPrice: touch } : {};
  return (
    <>
      <Segmented
        label={t("ticket.type")}
        value={isTriggerType(draft.type) ? "trigger" : draft.type}
        onChange={(type) =>
          onEdit(type === "trigger" ? { type: "stop" } : { type, ...(type === "limit" ? startLimit : {}) })
        }
        wide
        options={[
          { value: "market", label: t("ticket.type.market") },
          { value: "limit", label: t("ticket.type.limit") },
          { value: "trigger", label: t("ticket.type.trigger") },
        ]}
      />
      {isTriggerType(draft.type) ? (
        <Select
          label={t("ticket.trigger")}
          value={draft.type}
          onChange={(type) => onEdit({ type })}
          options={triggerTypes.map((type) => ({ value: type, label: t(`ticket.trigger.${type}`) }))}
        />
      ) : null}
      {trigger ? (
        <NumberField
          label={t("ticket.triggerPrice")}
          value={draft.triggerPrice}
          onChange={(triggerPrice) => onEdit({ triggerPrice })}
          {...field}
          error={problem(typed(reading, "trigger", draft.triggerPrice))}
        />
      ) : null}
      {trail ? <TrailingFields {...{ instrument, draft, reading, problem, onEdit }} /> : null}
      {limit ? (
        <NumberField
          label={t("ticket.limitPrice")}
          value={draft.limitPrice}
          onChange={(limitPrice) => onEdit({ limitPrice })}
          {...field}
          error={priceError}
        />
      ) : null}
    </>
  );
}

function TrailingFields({ instrument, draft, reading, problem, onEdit }: Omit<TicketPricesProps, "touch">) {
  const units = { price: instrument.quoteCurrency, percent: "%", ticks: t("ticket.trailingUnit.ticks") };
  const steps = { price: instrument.priceIncrement, percent: "0.1", ticks: "1" };
  return (
    <>
      <Segmented
        label={t("ticket.trailingUnit")}
        value={draft.trailingUnit}
        onChange={(trailingUnit) => onEdit({ trailingUnit, trailingOffset: "" })}
        wide
        options={trailingUnits.map((unit) => ({ value: unit, label: t(`ticket.trailingUnit.${unit}`) }))}
      />
      <NumberField
        label={t("ticket.trailingOffset")}
        value={draft.trailingOffset}
        onChange={(trailingOffset) => onEdit({ trailingOffset })}
        step={steps[draft.trailingUnit]}
        unit={units[draft.trailingUnit]}
        error={problem(typed(reading, "trail", draft.trailingOffset))}
      />
    </>
  );
}

/** The exits that go with an entry. */
export function TicketExits({ instrument, draft, reading, touch, problem, onEdit }: TicketPricesProps) {
  if (!hasExits(draft)) return null;
  // Side by side they have no room for a unit each beside a price of six digits.
  const field = { step: instrument.priceIncrement, startAt: touch ?? undefined };
  return (
    <fieldset className={styles.exits}>
      <legend>{t("ticket.exits", { unit: instrument.quoteCurrency })}</legend>
      <NumberField
        label={t("ticket.stopPrice")}
        value={draft.stopPrice}
        onChange={(stopPrice) => onEdit({ stopPrice })}
        {...field}
        error={problem(typed(reading, "stop", draft.stopPrice))}
      />
      <NumberField
        label={t("ticket.targetPrice")}
        value={draft.targetPrice}
        onChange={(targetPrice) => onEdit({ targetPrice })}
        {...field}
        error={problem(typed(reading, "target", draft.targetPrice))}
      />
    </fieldset>
  );
}

/** What is wrong with a field that somebody has typed into. */
export function typed(reading: DraftReading, field: PriceField, text: string): string | null {
  return reading.ok || text === "" ? null : (reading.others?.[field] ?? null);
}
