import { OctagonX, TriangleAlert } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useCallback, useEffect } from "react";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useAccount } from "../../stores/account.ts";
import { useAppearance } from "../../stores/appearance.ts";
import { useConnection } from "../../stores/connection.ts";
import { useCurrency, useInstrument, useInstruments, useMayTrade } from "../../stores/desk.ts";
import { useDeskPanelState, useMarketPanelState } from "../../stores/freshness.ts";
import { useOrders } from "../../stores/orders.ts";
import { usePositions } from "../../stores/positions.ts";
import { useQuote } from "../../stores/quotes.ts";
import { useRisk } from "../../stores/risk.ts";
import { openAudit, useSelection } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { deskNow } from "../../ui/desk-clock.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { Panel } from "../../ui/panel.tsx";
import { entryPrice, touchPrice } from "./entry-price.ts";
import { OrderConfirmation } from "./order-confirmation.tsx";
import { orderFromDraft, shrinksPosition } from "./order-from-draft.ts";
import { orderWords } from "./order-words.ts";
import { lossAtStop } from "./size-from-draft.ts";
import { findSubmitted } from "./submission.ts";
import { submitFailure } from "./submit-failure.ts";
import styles from "./ticket.module.css";
import { TicketForm } from "./ticket-form.tsx";
import { TicketMarket } from "./ticket-market.tsx";
import { TicketOutcome } from "./ticket-outcome.tsx";
import { TicketPreview } from "./ticket-preview.tsx";
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
  const quote = useQuote(instrumentId);
  const market = useMarketPanelState(instrumentId);
  const positionSize = usePositions((state) => state.byId[instrumentId]?.size ?? "0");
  const orders = useOrders((state) => state.byId);
  const { draft, submission, edit, clear, dispatch } = useTicket();

  const entry = instrument ? entryPrice(draft, quote, instrument) : null;
  const reading = instrument ? orderFromDraft(draft, { instrument, entryPrice: entry, equity }) : null;
  const order = reading?.ok ? reading.order : null;
  const ask = useCallback((request: OrderRequest) => desk.call.previewOrder(request), [desk]);
  const preview = useOrderPreview(order, quote?.at, ask);

  useEffect(() => {
    if (submission.phase !== "unconfirmed") return;
    const found = findSubmitted(submission.order, submission.sentAt, orders.values());
    if (found) dispatch({ kind: "found", orderId: found.orderId });
  }, [submission, orders, dispatch]);

  if (!instrument || !reading) return null;
  const touch = touchPrice(draft.side, quote, instrument);
  const busy = submission.phase === "sending" || submission.phase === "unconfirmed";
  const useSize = (size: string): void => edit({ sizeBy: "quantity", amount: size });

  const send = (request: OrderRequest): void => {
    dispatch({ kind: "sent", order: request, at: deskNow() });
    desk.call.submitOrder(request).then(
      ({ orderId, verdict }) => dispatch({ kind: "answered", orderId, verdict }),
      (error: unknown) => dispatch(submitFailure(error)),
    );
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!order || busy || !mayTrade || !connected) return;
    if (confirmOrders && !shrinksPosition(order, positionSize)) dispatch({ kind: "asked", order });
    else send(order);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) clear();
  };

  return (
    <>
      <form className={styles.form} onSubmit={onSubmit} onKeyDown={onKeyDown} aria-label={t("ticket.title")}>
        <TicketMarket
          instrument={instrument}
          quote={quote}
          onPrice={(limitPrice) => edit({ type: "limit", limitPrice })}
        />
        <TradingStateNotice />
        {mayTrade ? null : <Notice text={t("ticket.viewer")} />}
        {connected ? null : <Notice text={t("ticket.notConnected")} />}
        {market.kind === "stale" ? <Notice text={t("ticket.stale", { age: formatAge(market.ageMs) })} /> : null}
        <TicketForm
          instrument={instrument}
          currency={currency}
          draft={draft}
          reading={reading}
          touch={touch}
          positionSize={positionSize}
          onEdit={edit}
        />
        <div className={styles.send}>
          <Button
            type="submit"
            variant={draft.side}
            size="large"
            className={styles.submit}
            disabled={!order || busy || !mayTrade || !connected}
          >
            {submission.phase === "sending"
              ? t("ticket.submit.sending")
              : order
                ? orderWords(order, instrument)
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
        />
        <TicketPreview
          instrument={instrument}
          currency={currency}
          state={preview}
          loss={
            draft.sizeBy === "risk" && order
              ? lossAtStop(order.size, entry, draft.stopPrice, instrument.multiplier)
              : null
          }
          onUseSize={useSize}
        />
      </form>
      {submission.phase === "confirming" ? (
        <OrderConfirmation
          order={submission.order}
          preview={preview}
          instrument={instrument}
          currency={currency}
          onConfirm={() => send(submission.order)}
          onClose={() => dispatch({ kind: "cleared" })}
        />
      ) : null}
    </>
  );
}

function TradingStateNotice() {
  const risk = useRisk((state) => state.risk);
  if (!risk || (risk.state === "active" && !risk.killSwitch)) return null;
  const id = risk.killSwitch ? "killed" : risk.state;
  return (
    <div className={classNames(styles.notice, id !== "reducing" && styles.stopped)} role="status">
      <OctagonX aria-hidden />
      <span>
        {t(`ticket.state.${id}`)} {risk.reason === "" ? null : t("ticket.state.reason", { reason: risk.reason })}
      </span>
    </div>
  );
}

function Notice({ text }: { text: string }) {
  return (
    <div className={styles.notice} role="status">
      <TriangleAlert aria-hidden />
      <span>{text}</span>
    </div>
  );
}
