import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import type { PriceChart } from "../../charts/price-chart.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { amendablePrice } from "../../stores/orders.ts";
import { positionIn, usePositions } from "../../stores/positions.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { classNames } from "../../ui/class-names.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { stepDecimal } from "../../ui/format/step-decimal.ts";
import { notify } from "../../ui/toast.tsx";
import { roleWord } from "./chart-lines.ts";
import styles from "./chart-panel.module.css";
import { moveOrder, moveRisk, type OrderMove, useOrderMoves } from "./order-moves.ts";
import { snapPrice } from "./snap-price.ts";

/** Where a line is being held, before it is sent. */
export interface HeldLine {
  readonly orderId: string;
  readonly price: string;
}

export interface OrderHandlesProps {
  chart: PriceChart;
  instrument: Instrument;
  orders: readonly OrderView[];
  held: HeldLine | null;
  onHold: (held: HeldLine | null) => void;
}

/** A handle on each working order's line: drag it or move it by arrow keys; only moves that add risk ask. A viewer only looks. */
export function OrderHandles({ chart, instrument, orders, held, onHold }: OrderHandlesProps) {
  const client = useDesk();
  const moves = useOrderMoves((state) => state.byId);
  const byId = usePositions((state) => state.byId);
  const [asking, setAsking] = useState<{ order: OrderView; price: string; risk: "nearer" | "wider" } | null>(null);
  const box = useRef<HTMLDivElement>(null);

  const priceOf = (order: OrderView): string =>
    held?.orderId === order.orderId ? held.price : (moves[order.orderId]?.price ?? ownPrice(order));
  const prices = useRef(new Map<string, string>());
  prices.current = new Map(orders.map((order) => [order.orderId, priceOf(order)]));

  // The price scale moves and widens for many reasons and tells of few: each frame asks where the lines are now.
  useEffect(() => {
    let frame = 0;
    const place = (): void => {
      const { right, bottom } = chart.scaleSpace();
      if (box.current) box.current.style.inset = `0 ${right}px ${bottom}px 0`;
      for (const element of box.current?.children ?? []) {
        if (!(element instanceof HTMLElement)) continue;
        const price = prices.current.get(element.dataset["order"] ?? "");
        const y = price === undefined ? null : chart.yOf(Number(price));
        element.style.visibility = y === null ? "hidden" : "visible";
        if (y !== null) element.style.top = `${y}px`;
      }
      frame = requestAnimationFrame(place);
    };
    place();
    return () => cancelAnimationFrame(frame);
  }, [chart]);

  const release = (order: OrderView, price: string): void => {
    const risk = moveRisk(order, price, positionIn({ byId }, instrument.id, order.positionSide));
    if (price === ownPrice(order)) onHold(null);
    else if (risk === "none") send(order, price);
    else setAsking({ order, price, risk });
  };
  const send = (order: OrderView, price: string): void => {
    void moveOrder(client, order, price);
    onHold(null);
  };
  const cancel = (order: OrderView): void => {
    client.call.cancelOrder({ orderId: order.orderId }).catch((error: unknown) => {
      const { title, text } = faultText(error);
      notify({ title, text, tone: "bad" });
    });
  };
  const sideOf = (order: OrderView): string => t(`chart.order.${order.side}`);
  const sizeOf = (order: OrderView): string => formatSize(order.size, instrument.sizeIncrement);
  const shown = (price: string): string => formatPrice(price, instrument.priceIncrement);

  return (
    <>
      <div ref={box} className={styles.handles}>
        {orders.map((order) => (
          <OrderHandle
            key={order.orderId}
            chart={chart}
            instrument={instrument}
            order={order}
            price={priceOf(order)}
            move={moves[order.orderId]}
            texts={{ role: roleWord(order), side: sideOf(order), size: sizeOf(order), price: shown(priceOf(order)) }}
            onHold={(price) => onHold(price === null ? null : { orderId: order.orderId, price })}
            onRelease={(price) => release(order, price)}
            onCancel={() => cancel(order)}
          />
        ))}
      </div>
      <ConfirmDialog
        open={asking !== null}
        title={t("chart.move.title")}
        description={
          asking
            ? t(`chart.move.${asking.risk}`, {
                side: sideOf(asking.order),
                size: sizeOf(asking.order),
                from: shown(ownPrice(asking.order)),
                to: shown(asking.price),
              })
            : null
        }
        confirm={t("chart.move.confirm", { to: asking ? shown(asking.price) : "" })}
        onConfirm={() => {
          if (asking) send(asking.order, asking.price);
          setAsking(null);
        }}
        onClose={() => {
          setAsking(null);
          onHold(null);
        }}
      />
    </>
  );
}

function ownPrice(order: OrderView): string {
  const name = amendablePrice(order);
  return (name && order[name]) ?? "0";
}

interface OrderHandleProps {
  chart: PriceChart;
  instrument: Instrument;
  order: OrderView;
  price: string;
  move: OrderMove | undefined;
  texts: Readonly<Record<"role" | "side" | "size" | "price", string>>;
  onHold: (price: string | null) => void;
  onRelease: (price: string) => void;
  onCancel: () => void;
}

function OrderHandle({ chart, instrument, order, price, move, texts, onHold, onRelease, onCancel }: OrderHandleProps) {
  const mayTrade = useMayTrade();
  const dragging = useRef(false);
  const priceUnder = (event: PointerEvent): string | null => {
    const area = event.currentTarget.closest(`.${styles["handles"]}`);
    const y = event.clientY - (area?.getBoundingClientRect().top ?? 0);
    const value = chart.priceAt(y);
    return value === null ? null : snapPrice(value, instrument.priceIncrement);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (steps) {
      event.preventDefault();
      onHold(stepDecimal(price, instrument.priceIncrement, steps * (event.shiftKey ? 10 : 1)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      onRelease(price);
    } else if (event.key === "Escape") onHold(null);
    else return;
    event.stopPropagation();
  };
  return (
    <div
      data-order={order.orderId}
      className={classNames(styles.handle, styles[order.side], move && styles.pending)}
      style={{ visibility: "hidden" }}
    >
      <button
        type="button"
        className={styles.grip}
        role="slider"
        aria-orientation="vertical"
        aria-label={t("chart.order.handle", {
          kind: amendablePrice(order) === "triggerPrice" ? "trigger" : "limit",
          side: texts.side,
          size: texts.size,
        })}
        aria-valuenow={Number(price)}
        aria-valuetext={texts.price}
        // A trailing stop moves its own line.
        disabled={!mayTrade || move !== undefined || order.type === "trailing-stop"}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          dragging.current = true;
          chart.freeze(true);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const under = dragging.current ? priceUnder(event) : null;
          if (under !== null) onHold(under);
        }}
        onPointerUp={(event) => {
          if (!dragging.current) return;
          dragging.current = false;
          chart.freeze(false);
          event.currentTarget.releasePointerCapture(event.pointerId);
          onRelease(price);
        }}
        onPointerCancel={() => {
          dragging.current = false;
          chart.freeze(false);
          onHold(null);
        }}
      >
        {texts.role === "" ? null : <b>{texts.role} </b>}
        {t("chart.order.label", texts)}
      </button>
      {move ? <span className={styles.note}>{t(`chart.order.${move.kind}`)}</span> : null}
      {move || !mayTrade ? null : (
        <button type="button" className={styles.cancel} aria-label={t("chart.order.cancel", texts)} onClick={onCancel}>
          <X aria-hidden />
        </button>
      )}
    </div>
  );
}
