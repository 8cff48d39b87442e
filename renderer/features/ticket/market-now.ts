import type { Side } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useAccount } from "../../stores/account.ts";
import { accountRate } from "../../stores/account-rate.ts";
import { useAppearance } from "../../stores/appearance.ts";
import { useDeskState } from "../../stores/desk.ts";
import { useQuotes } from "../../stores/quotes.ts";
import { useSelection } from "../../stores/selection.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { deskNow } from "../../ui/desk-clock.ts";
import { notify } from "../../ui/toast.tsx";
import { entryPrice } from "./entry-price.ts";
import { type DraftReading, orderFromDraft } from "./order-from-draft.ts";
import { submitFailure } from "./submit-failure.ts";
import { editDraft } from "./ticket-draft.ts";
import { isTicketInSight } from "./ticket-sight.ts";
import { useTicket } from "./ticket-store.ts";

/**
 * Sends a market order of the ticket's size at once, without asking; its answer appears in the ticket. Says why where the
 * ticket is out of sight, holds no size, or still waits for the answer to an earlier order.
 */
export function marketNow(client: DeskClient, side: Side): void {
  const { draft, instrumentId, submission, dispatch } = useTicket.getState();
  const { info } = useDeskState.getState();
  const instrument = info?.instruments.find(({ id }) => id === instrumentId);
  const refuse = (text: string): void => notify({ title: t("ticket.keys.notSent", { side }), text, tone: "warn" });
  if (instrument === undefined || instrumentId !== useSelection.getState().instrumentId) {
    refuse(t("ticket.noInstrument"));
    return;
  }
  if (!isTicketInSight()) {
    refuse(t("ticket.keys.unseen"));
    return;
  }
  if (submission.phase === "sending" || submission.phase === "unconfirmed") {
    refuse(t("ticket.keys.waits"));
    return;
  }
  const meant = editDraft(draft, { side, type: "market", paired: false });
  const reading = orderFromDraft(meant, {
    instrument,
    entryPrice: entryPrice(meant, useQuotes.getState().byId[instrument.id], instrument),
    equity: useAccount.getState().account?.equity ?? null,
    rate: accountRate(instrument.quoteCurrency),
    timeZone: useAppearance.getState().timeZone,
  });
  if (!reading.ok) {
    refuse(t(problemOf(reading), { increment: instrument.sizeIncrement }));
    return;
  }
  const { order } = reading;
  dispatch({ kind: "sent", order, at: deskNow() });
  client.call.submitOrder(order).then(
    (answer) => dispatch({ kind: "answered", ...answer }),
    (error: unknown) => dispatch(submitFailure(error)),
  );
}

const problemOf = ({ amount, price, others }: Extract<DraftReading, { ok: false }>): string =>
  amount ?? price ?? Object.values(others ?? {})[0] ?? "ticket.problem.noAmount";
