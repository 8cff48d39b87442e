import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { formatSize } from "../../ui/format/format-size.ts";
import { sizeStep } from "../../ui/format/size-step.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import type { DraftReading } from "./order-from-draft.ts";
import styles from "./ticket.module.css";
import {
  postOnlyHint,
  reduceOnlyHint,
  type SizeBy,
  sizeWays,
  type TicketDraft,
  ticketTimesInForce,
} from "./ticket-draft.ts";
import { TicketExits, TicketPrices } from "./ticket-prices.tsx";

export interface TicketFormProps {
  instrument: Instrument;
  currency: string;
  draft: TicketDraft;
  reading: DraftReading;
  /** The touch on the chosen side as decimal text: where the price arrows start. */
  touch: string | null;
  positionSize: string;
  onEdit: (change: Partial<TicketDraft>) => void;
}

const amountSteps = (instrument: Instrument, touch: string | null): Record<SizeBy, string> => ({
  quantity: sizeStep(instrument.sizeIncrement, touch ?? undefined),
  notional: "100",
  equity: "1",
  risk: "10",
});

/** The fields of the ticket, top to bottom in the order they are thought of. */
export function TicketForm({ instrument, currency, draft, reading, touch, positionSize, onEdit }: TicketFormProps) {
  const units: Record<SizeBy, string> = {
    quantity: instrument.baseCurrency,
    notional: instrument.quoteCurrency,
    equity: "%",
    risk: currency,
  };
  const problem = (id: string | null): string | null =>
    id === null ? null : t(id, { increment: problemIncrement(id, instrument), side: draft.side });
  // An empty field is not a mistake yet: it is said by the button and the preview.
  const amountError = !reading.ok && draft.amount !== "" ? problem(reading.amount) : null;
  const postOnly = postOnlyHint(draft);
  const reduceOnly = reduceOnlyHint(draft.side, positionSize);
  // A stop on the wrong side is said at the stop.
  const stopSaid = !reading.ok && reading.amount === "ticket.problem.stopSide";

  return (
    <>
      <Segmented
        label={t("ticket.side")}
        value={draft.side}
        onChange={(side) => onEdit({ side })}
        size="large"
        wide
        options={[
          { value: "buy", label: t("ticket.side.buy"), tone: "buy" },
          { value: "sell", label: t("ticket.side.sell"), tone: "sell" },
        ]}
      />
      <TicketPrices {...{ instrument, draft, reading, touch, problem, onEdit }} />
      <div className={styles.sizing}>
        <Segmented
          label={t("ticket.sizeBy")}
          value={draft.sizeBy}
          onChange={(sizeBy) => onEdit({ sizeBy })}
          wide
          options={sizeWays.map((way) => ({ value: way, label: t(`ticket.sizeBy.${way}`) }))}
        />
        <NumberField
          label={t(`ticket.amount.${draft.sizeBy}`)}
          value={draft.amount}
          onChange={(amount) => onEdit({ amount })}
          step={amountSteps(instrument, touch)[draft.sizeBy]}
          unit={units[draft.sizeBy]}
          error={stopSaid ? null : amountError}
          hint={
            reading.ok && draft.sizeBy !== "quantity"
              ? t("ticket.sized", {
                  size: `${formatSize(reading.order.size, instrument.sizeIncrement)} ${instrument.baseCurrency}`,
                })
              : undefined
          }
        />
      </div>
      <TicketExits {...{ instrument, draft, reading, touch, problem, onEdit }} />
      <Select
        label={t("ticket.tif")}
        value={draft.timeInForce}
        onChange={(timeInForce) => onEdit({ timeInForce })}
        options={ticketTimesInForce.map((tif) => ({ value: tif, label: t(`ticket.tif.${tif}`) }))}
      />
      <div className={styles.flags}>
        <Checkbox
          label={t("ticket.postOnly")}
          checked={draft.postOnly}
          disabled={postOnly !== null}
          hint={t(postOnly ?? "ticket.hint.postOnly")}
          onChange={(checked) => onEdit({ postOnly: checked })}
        />
        <Checkbox
          label={t("ticket.reduceOnly")}
          checked={draft.reduceOnly}
          disabled={reduceOnly !== null && !draft.reduceOnly}
          hint={t(reduceOnly ?? "ticket.hint.reduceOnly")}
          onChange={(checked) => onEdit({ reduceOnly: checked })}
        />
      </div>
    </>
  );
}

function problemIncrement(id: string, instrument: Instrument): string {
  return id === "ticket.problem.priceIncrement" ? instrument.priceIncrement : instrument.sizeIncrement;
}
