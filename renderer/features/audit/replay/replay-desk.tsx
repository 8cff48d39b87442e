import type { DeskAt } from "../../../../shared/contract/audit.ts";
import { t } from "../../../i18n/t.ts";
import { useInstruments } from "../../../stores/desk.ts";
import { formatPrice } from "../../../ui/format/format-price.ts";
import { orderPrice } from "../../../ui/format/order-price.ts";
import { Money } from "../../../ui/money.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { Price } from "../../../ui/price.tsx";
import { Size } from "../../../ui/size.tsx";
import styles from "./replay.module.css";

/** The account, its positions and its orders as they were. */
export function ReplayDesk({ desk, onOpenOrder }: { desk: DeskAt; onOpenOrder: (orderId: string) => void }) {
  const { account, positions, orders, trading } = desk;
  const others = (account.balances ?? []).filter(({ currency }) => currency !== account.currency);
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>{t("audit.replay.state")}</dt>
          <dd title={trading.reason}>
            {t(trading.killSwitch ? "audit.replay.killed" : `audit.replay.trading.${trading.state}`)}
          </dd>
        </div>
        <div>
          <dt>{t("audit.replay.cash")}</dt>
          <dd>
            <Money value={account.cash} currency={account.currency} />
            {others.map(({ currency, amount }) => (
              <Money key={currency} value={amount} currency={currency} />
            ))}
          </dd>
        </div>
        <div>
          <dt>{t("audit.replay.realized")}</dt>
          <dd>
            <Money value={account.realizedPnl} currency={account.currency} sign="always" />
          </dd>
        </div>
        <div>
          <dt>{t("audit.replay.fees")}</dt>
          <dd>
            <Money value={account.fees} currency={account.currency} />
          </dd>
        </div>
      </dl>
      <h3 className={styles.heading}>{t("audit.replay.positions")}</h3>
      {positions.length === 0 ? (
        <p className={styles.quiet}>{t("audit.replay.positions.none")}</p>
      ) : (
        <Positions positions={positions} />
      )}
      <h3 className={styles.heading}>{t("audit.replay.orders")}</h3>
      {orders.length === 0 ? (
        <p className={styles.quiet}>{t("audit.replay.orders.none")}</p>
      ) : (
        <Orders orders={orders} onOpenOrder={onOpenOrder} />
      )}
    </>
  );
}

/** The increments of an instrument that the desk may know no longer. */
function useNamed(): (instrumentId: string) => { symbol: string; size: string; price: string; money: string } {
  const instruments = useInstruments();
  return (instrumentId) => {
    const known = instruments.find(({ id }) => id === instrumentId);
    return {
      symbol: known?.symbol ?? instrumentId,
      size: known?.sizeIncrement ?? "0.00000001",
      price: known?.priceIncrement ?? "0.00000001",
      money: known?.quoteCurrency ?? "",
    };
  };
}

function Positions({ positions }: Pick<DeskAt, "positions">) {
  const named = useNamed();
  return (
    <PlainTable
      label={t("audit.replay.positions")}
      columns={[
        t("audit.replay.instrument"),
        { figures: t("audit.replay.size") },
        { figures: t("audit.replay.average") },
        { figures: t("audit.replay.realized") },
        { figures: t("audit.replay.fees") },
      ]}
    >
      {positions.map((position) => {
        const { symbol, size, price, money } = named(position.instrumentId);
        return (
          <tr key={`${position.instrumentId} ${position.positionSide ?? ""}`}>
            <th scope="row">{symbol}</th>
            <td className={styles.figure}>
              <Size value={position.size} increment={size} sign="always" />
            </td>
            <td className={styles.figure}>
              <Price value={position.averagePrice} increment={price} />
            </td>
            <td className={styles.figure}>
              <Money value={position.realizedPnl} currency={money} sign="always" />
            </td>
            <td className={styles.figure}>
              <Money value={position.fees} currency={money} />
            </td>
          </tr>
        );
      })}
    </PlainTable>
  );
}

function Orders({ orders, onOpenOrder }: Pick<DeskAt, "orders"> & { onOpenOrder: (orderId: string) => void }) {
  const named = useNamed();
  return (
    <PlainTable
      label={t("audit.replay.orders")}
      columns={[
        t("audit.replay.order"),
        t("audit.replay.instrument"),
        { figures: t("audit.replay.size") },
        { figures: t("audit.replay.filled") },
        { figures: t("audit.replay.price") },
        t("audit.replay.status"),
        t("audit.replay.by"),
      ]}
    >
      {orders.map((order) => {
        const { symbol, size, price } = named(order.instrumentId);
        return (
          <tr key={order.orderId}>
            <th scope="row">
              <button type="button" className={styles.link} onClick={() => onOpenOrder(order.orderId)}>
                {t(`audit.side.${order.side}`)} {order.type}
              </button>
            </th>
            <td>{symbol}</td>
            <td className={styles.figure}>
              <Size value={order.size} increment={size} />
            </td>
            <td className={styles.figure}>
              <Size value={order.filledSize} increment={size} />
            </td>
            <td className={styles.figure}>
              {orderPrice(order, (value) => formatPrice(value, price)) || t("ui.unknown")}
            </td>
            <td>{t(`audit.status.${order.status}`)}</td>
            <td>{t(`audit.actor.${order.actor.kind}`, { id: order.actor.id })}</td>
          </tr>
        );
      })}
    </PlainTable>
  );
}
