import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { formatSize } from "../../ui/format/format-size.ts";
import { sizeStep } from "../../ui/format/size-step.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { zoneName } from "./expire-at.ts";
import type { DraftReading } from "./order-from-draft.ts";
import styles from "./ticket.module.css";
import {
  closedBy,
  meantPosition,
  positionChoices,
  postOnlyHint,
  reduceOnlyHint,
  type SizeBy,
  sizeWaysOf,
  type TicketDraft,
  ticketTimesInForce,
} from "./ticket-draft.ts";
import { TicketPair } from "./ticket-pair.tsx";
import { TicketExits, TicketPrices } from "./ticket-prices.tsx";

export interface TicketFormProps {
  instrument: Instrument;
  currency: string;
  draft: TicketDraft;
  reading: DraftReading;
  /** The touch on the chosen side as decimal text: where the price arrows start. */
  touch: string | null;
  /** The account holds a long and a short position side by side. */
  hedging: boolean;
  /** The signed position that an order of the chosen side could close. */
  closable: string;
  onEdit: (change: Partial<TicketDraft>) => void;
}

const amountSteps = (instrument: Instrument, touch: string | null): Record<SizeBy, string> => ({
  quantity: sizeStep(instrument.sizeIncrement, touch ?? undefined),
  notional: "100",
  equity: "1",
  risk: "10",
});

/** The fields of the ticket, top to bottom in the order they are thought of. */
export function TicketForm(props: TicketFormProps) {
  const { instrument, currency, draft, reading, touch, hedging, closable, onEdit } = props;
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
  const expiryError = !reading.ok && draft.amount !== "" ? problem(reading.others?.expiry ?? null) : null;
  const postOnly = postOnlyHint(draft);
  const reduceOnly = reduceOnlyHint(draft, closable);
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
      {hedging ? <PositionChoice draft={draft} onEdit={onEdit} /> : null}
      <TicketPrices {...{ instrument, draft, reading, touch, problem, onEdit }} />
      <div className={styles.sizing}>
        <Segmented
          label={t("ticket.sizeBy")}
          value={draft.sizeBy}
          onChange={(sizeBy) => onEdit({ sizeBy })}
          wide
          options={sizeWaysOf(draft).map((way) => ({ value: way, label: t(`ticket.sizeBy.${way}`) }))}
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
      <TicketPair {...{ instrument, draft, reading, touch, problem, onEdit }} />
      <Select
        label={t("ticket.tif")}
        value={draft.timeInForce}
        onChange={(timeInForce) => onEdit({ timeInForce })}
        options={ticketTimesInForce.map((tif) => ({ value: tif, label: t(`ticket.tif.${tif}`) }))}
      />
      {draft.timeInForce === "GTD" ? <ExpiryField draft={draft} onEdit={onEdit} error={expiryError} /> : null}
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
          disabled={draft.positionSide !== "auto" || (reduceOnly !== null && !draft.reduceOnly)}
          hint={t(reduceOnly ?? "ticket.hint.reduceOnly")}
          onChange={(checked) => onEdit({ reduceOnly: checked })}
        />
      </div>
    </>
  );
}

type Edited = Pick<TicketFormProps, "draft" | "onEdit">;

/** Which of the two positions the order means; auto is the one of its own side, or where it only reduces the other. */
function PositionChoice({ draft, onEdit }: Edited) {
  const meant = meantPosition(draft);
  const effect = meant === closedBy(draft.side) ? "closes" : "opens";
  return (
    <div className={styles.choice}>
      <Segmented
        label={t("ticket.position")}
        value={draft.positionSide}
        onChange={(positionSide) => onEdit({ positionSide })}
        wide
        options={positionChoices.map((choice) => ({ value: choice, label: t(`ticket.position.${choice}`) }))}
      />
      <p className={styles.quiet}>{t("ticket.position.hint", { meant, effect })}</p>
    </div>
  );
}

/** The end of a GTD order; whether it lies ahead is the desk's to say, by its own clock. */
function ExpiryField({ draft, onEdit, error }: Edited & { error: string | null }) {
  const zone = zoneName(useTimeZone());
  return (
    <Field
      type="datetime-local"
      label={t("ticket.expireAt")}
      error={error}
      hint={t("ticket.expireAt.zone", { zone })}
      value={draft.expireAt}
      onChange={(expireAt) => onEdit({ expireAt })}
    />
  );
}

function problemIncrement(id: string, instrument: Instrument): string {
  return id === "ticket.problem.priceIncrement" ? instrument.priceIncrement : instrument.sizeIncrement;
}
