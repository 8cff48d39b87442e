import { type FormEvent, type KeyboardEvent, useCallback, useEffect } from "react";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useAccount } from "../../stores/account.ts";
import { useAccountRate } from "../../stores/account-rate.ts";
import { useAppearance } from "../../stores/appearance.ts";
import { useConnection } from "../../stores/connection.ts";
import { useCurrency, useHedging, useInstrument, useInstruments, useMayTrade } from "../../stores/desk.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useOrders } from "../../stores/orders.ts";
import { positionIn, usePositions } from "../../stores/positions.ts";
import { useQuote } from "../../stores/quotes.ts";
import { openAudit, openSetting, useSelection } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { deskNow } from "../../ui/desk-clock.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { entryPrice, touchPrice } from "./entry-price.ts";
import { OrderConfirmation } from "./order-confirmation.tsx";
import { orderFromDraft, shrinksPosition } from "./order-from-draft.ts";
import { sentWords } from "./order-words.ts";
import { answerToPair, findSubmitted, type Sent } from "./submission.ts";
import { submitFailure } from "./submit-failure.ts";
import styles from "./ticket.module.css";
import { closedBy, meantPosition } from "./ticket-draft.ts";
import { TicketForm } from "./ticket-form.tsx";
import { TicketMarket } from "./ticket-market.tsx";
import { TicketNotices } from "./ticket-notices.tsx";
import { TicketOutcome } from "./ticket-outcome.tsx";
import { TicketPreview } from "./ticket-preview.tsx";
import { seatTicket } from "./ticket-sight.ts";
import { useTicket } from "./ticket-store.ts";
import { useOrderPreview } from "./use-order-preview.ts";

/** The order ticket: what to trade, what it would do, what the gate says, and what became of it. */
export function TicketPanel() {
  const instrumentId = useSelection((state) => state.instrumentId);
  const instrument = useInstrument(instrumentId);
  const panelState = useDeskPanelState();
  useTicketFollowsSelection();
  return (
    <Panel
      title={t("ticket.title")}
      hideTitle
      state={
        panelState.kind !== "loading" && !instrument ? { kind: "empty", text: t("ticket.noInstrument") } : panelState
      }
    >
      {instrument ? <Ticket key={instrument.id} instrumentId={instrument.id} /> : null}
    </Panel>
  );
}

/** Turns the ticket with the selected instrument and takes over what another panel wishes for. */
function useTicketFollowsSelection(): void {
  const instrumentId = useSelection((state) => state.instrumentId);
  const wish = useSelection((state) => state.ticketWish);
  useEffect(() => useTicket.getState().turnTo(instrumentId), [instrumentId]);
  useEffect(() => {
    if (!wish) return;
    const { turnTo, edit } = useTicket.getState();
    turnTo(wish.instrumentId);
    edit({
      ...(wish.side ? { side: wish.side } : {}),
      ...(wish.type === undefined ? {} : { type: wish.type }),
      ...(wish.size === undefined ? {} : { sizeBy: "quantity", amount: wish.size }),
      ...(wish.limitPrice === undefined ? {} : { limitPrice: wish.limitPrice }),
      ...(wish.reduceOnly === undefined ? {} : { reduceOnly: wish.reduceOnly }),
    });
    useSelection.setState({ ticketWish: null });
  }, [wish]);
}

function Ticket({ instrumentId }: { instrumentId: string }) {
  const desk = useDesk();
  const instrument = useInstrument(instrumentId);
  const instruments = useInstruments();
  const currency = useCurrency();
  const mayTrade = useMayTrade();
  const connected = useConnection((state) => state.state === "open");
  const confirmOrders = useAppearance((state) => state.confirmOrders);
  const equity = useAccount((state) => state.account?.equity ?? null);
  const rate = useAccountRate(instrument?.quoteCurrency ?? "");
  const quote = useQuote(instrumentId);
  const hedging = useHedging();
  const timeZone = useTimeZone();
  const orders = useOrders((state) => state.byId);
  const { draft, submission, edit, clear, dispatch } = useTicket();
  const meant = hedging ? meantPosition(draft) : undefined;
  const positionSize = usePositions((state) => positionIn(state, instrumentId, meant)?.size ?? "0");
  const closing = hedging ? closedBy(draft.side) : undefined;
  const closable = usePositions((state) => positionIn(state, instrumentId, closing)?.size ?? "0");

  const entry = instrument ? entryPrice(draft, quote, instrument) : null;
  const reading = instrument ? orderFromDraft(draft, { instrument, entryPrice: entry, equity, rate, timeZone }) : null;
  const order = reading?.ok ? reading.order : null;
  const other = (reading?.ok ? reading.other : undefined) ?? null;
  const ask = useCallback((request: OrderRequest) => desk.call.previewOrder(request), [desk]);
  const preview = useOrderPreview(order, quote?.at, ask);
  const otherPreview = useOrderPreview(other, quote?.at, ask);

  useEffect(() => {
    if (submission.phase !== "unconfirmed") return;
    const found = findSubmitted(submission.order, submission.sentAt, orders.values());
    if (found) dispatch({ kind: "found", orderId: found.orderId });
  }, [submission, orders, dispatch]);

  if (!instrument || !reading) return null;
  const touch = touchPrice(draft.side, quote, instrument);
  const busy = submission.phase === "sending" || submission.phase === "unconfirmed";
  const useSize = (size: string): void => edit({ sizeBy: "quantity", amount: size });

  const sent: Sent | null = order && (other === null ? { order } : { order, other });
  const send = (wish: Sent): void => {
    dispatch({ kind: "sent", ...wish, at: deskNow() });
    const answer =
      wish.other === undefined
        ? desk.call.submitOrder(wish.order)
        : desk.call
            .submitGroup({ kind: "oco", orders: [wish.order, wish.other] })
            .then((pair) => answerToPair(pair.orders));
    answer.then(
      (settled) => dispatch({ kind: "answered", ...settled }),
      (error: unknown) => dispatch(submitFailure(error)),
    );
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!sent || busy || !mayTrade || !connected) return;
    if (confirmOrders && !shrinksPosition(sent.order, positionSize)) dispatch({ kind: "asked", ...sent });
    else send(sent);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) clear();
  };

  return (
    <>
      <form
        ref={seatTicket}
        className={styles.form}
        onSubmit={onSubmit}
        onKeyDown={onKeyDown}
        aria-label={t("ticket.title")}
      >
        <TicketMarket
          instrument={instrument}
          quote={quote}
          onPrice={(limitPrice) => edit({ type: "limit", limitPrice })}
        />
        <TicketNotices instrumentId={instrument.id} />
        <TicketForm
          instrument={instrument}
          currency={currency}
          draft={draft}
          reading={reading}
          touch={touch}
          hedging={hedging}
          closable={closable}
          onEdit={edit}
        />
        <div className={styles.send}>
          <Button
            type="submit"
            variant={draft.side}
            size="large"
            className={styles.submit}
            disabled={!sent || busy || !mayTrade || !connected}
          >
            {submission.phase === "sending"
              ? t("ticket.submit.sending")
              : sent
                ? sentWords(sent, instrument)
                : t("ticket.submit.empty", { side: draft.side, symbol: instrument.symbol })}
          </Button>
          <Button variant="quiet" size="large" onClick={clear}>
            {t("ticket.clear")}
          </Button>
        </div>
        <TicketOutcome
          submission={submission}
          instrumentOf={(id) => instruments.find((candidate) => candidate.id === id)}
          onClear={() => dispatch({ kind: "cleared" })}
          onOpenAudit={openAudit}
          onUseSize={useSize}
          onOpenSetting={openSetting}
        />
        <TicketPreview
          instrument={instrument}
          currency={currency}
          state={preview}
          other={other ? otherPreview : null}
          onUseSize={useSize}
          onOpenSetting={openSetting}
        />
      </form>
      {submission.phase === "confirming" ? (
        <OrderConfirmation
          sent={submission}
          preview={preview}
          instrument={instrument}
          currency={currency}
          onConfirm={() => send(submission)}
          onClose={() => dispatch({ kind: "cleared" })}
        />
      ) : null}
    </>
  );
}
