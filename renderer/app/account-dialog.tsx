import type { ReactNode } from "react";
import type { AccountTerms } from "../../shared/model/account-terms.ts";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { AccountView } from "../../shared/model/portfolio.ts";
import { t } from "../i18n/t.ts";
import { useAccount } from "../stores/account.ts";
import { useDeskState } from "../stores/desk.ts";
import { Dialog } from "../ui/dialog.tsx";
import { formatPercent } from "../ui/format/format-percent.ts";
import { Money } from "../ui/money.tsx";
import styles from "./account-dialog.module.css";

type Rows = readonly (readonly [name: string, value: ReactNode])[];

/** The whole account: what it is worth, in which currencies, what is bound, and how its books are kept. */
export function AccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const account = useAccount((state) => state.account);
  const terms = useDeskState((state) => state.info?.terms);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="wide"
      title={t("frame.account.title", { id: account?.accountId ?? "" })}
    >
      {account ? (
        <div className={styles.groups}>
          {account.unconverted ? (
            <p className={styles.warn} role="alert">
              {t("frame.unconverted", { amounts: amountsOf(account.unconverted) })}
            </p>
          ) : null}
          <Group title={t("frame.account.worth")} rows={worthOf(account)} />
          <Group title={t("frame.account.margin")} rows={marginOf(account)} />
          {account.balances ? <Group title={t("frame.account.balances")} rows={balancesOf(account)} /> : null}
          {terms ? <Group title={t("frame.account.terms")} rows={termsOf(terms)} /> : null}
        </div>
      ) : null}
    </Dialog>
  );
}

function Group({ title, rows }: { title: string; rows: Rows }) {
  return (
    <section aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.rows}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Amounts in a sentence: `12.5 GBP, 3 CHF`. */
export function amountsOf(balances: readonly { readonly amount: string; readonly currency: string }[]): string {
  return balances.map(({ amount, currency }) => `${amount} ${currency}`).join(", ");
}

function worthOf(account: AccountView): Rows {
  const { currency, equity, equityPeak } = account;
  const peak = parseFixed(equityPeak, MONEY_DIGITS);
  const below = formatFixed(parseFixed(equity, MONEY_DIGITS) - peak, MONEY_DIGITS);
  const belowPct = peak > 0n ? (Number(below) / Number(equityPeak)) * 100 : 0;
  const signed = (value: string) => <Money value={value} sign="always" />;
  return [
    [t("frame.equity"), <Money key="equity" value={equity} currency={currency} />],
    [t("frame.account.peak"), <Money key="peak" value={equityPeak} currency={currency} />],
    [
      t("frame.account.below"),
      <span key="below">
        {signed(below)} <span className={styles.quiet}>{formatPercent(belowPct)}</span>
      </span>,
    ],
    [t("frame.day-pnl"), signed(account.dayPnl)],
    [t("frame.account.unrealized"), signed(account.unrealizedPnl)],
    [t("frame.account.realized"), signed(account.realizedPnl)],
    [t("frame.account.fees"), <Money key="fees" value={account.fees} />],
    [t("frame.account.funding"), signed(account.funding)],
  ];
}

function marginOf(account: AccountView): Rows {
  const money = (value: string) => <Money value={value} currency={account.currency} />;
  return [
    [t("frame.account.initial"), money(account.initialMargin)],
    [t("frame.account.maintenance"), money(account.maintenanceMargin)],
    [t("frame.free-margin"), money(account.freeMargin)],
    [t("frame.buying-power"), money(account.buyingPower)],
    [t("frame.account.leverage"), `${account.leverage} ×`],
  ];
}

function balancesOf({ balances = [], unconverted = [] }: AccountView): Rows {
  const without = new Set(unconverted.map(({ currency }) => currency));
  return balances.map(({ currency, amount }) => [
    currency,
    <span key={currency}>
      <Money value={amount} currency={currency} />
      {without.has(currency) ? <b className={styles.noRate}> {t("frame.account.no-rate")}</b> : null}
    </span>,
  ]);
}

function termsOf({ positionMode, costBasis, marginMode, dayStartsAt, dayZone }: AccountTerms): Rows {
  return [
    [t("ui.terms.positionMode"), t(`ui.terms.positionMode.${positionMode}`)],
    [t("ui.terms.costBasis"), t(`ui.terms.costBasis.${costBasis}`)],
    [t("ui.terms.marginMode"), t(`ui.terms.marginMode.${marginMode}`)],
    [t("ui.terms.day"), `${dayStartsAt} ${dayZone}`],
  ];
}
