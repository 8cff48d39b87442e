import { ChevronDown, Search } from "lucide-react";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { useAccount } from "../stores/account.ts";
import { classNames } from "../ui/class-names.ts";
import { Kbd } from "../ui/kbd.tsx";
import { Money } from "../ui/money.tsx";
import { AccountDialog } from "./account-dialog.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { HealthChips } from "./health-chips.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { RoomLeft } from "./room-left.tsx";
import styles from "./top-bar.module.css";
import { TradingKeys } from "./trading-keys.tsx";

/** The account at a glance, the health of the desk, and the kill switch. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const account = useAccount((state) => state.account);
  const [showsAccount, setShowsAccount] = useState(false);
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <BrandMark />
      </div>
      <dl className={styles.figures}>
        <div className={classNames(styles.figure, styles.owner)}>
          <dt>{t("frame.account")}</dt>
          <dd>
            <button
              type="button"
              className={styles.account}
              aria-label={t("frame.account.open", { id: account?.accountId ?? t("ui.unknown") })}
              onClick={() => setShowsAccount(true)}
            >
              <span className={styles.name}>{account?.accountId ?? t("ui.unknown")}</span>
              <ChevronDown aria-hidden />
            </button>
          </dd>
        </div>
        <div className={classNames(styles.figure, styles.equity)}>
          <dt>{t("frame.equity")}</dt>
          <dd>
            <Money value={account?.equity} currency={account?.currency} />
          </dd>
        </div>
        <div className={classNames(styles.figure, styles.day)}>
          <dt>{t("frame.day-pnl")}</dt>
          <dd>
            <Money value={account?.dayPnl} sign="always" />
          </dd>
        </div>
        <RoomLeft />
      </dl>
      <div className={styles.end}>
        <HealthChips />
        <button type="button" className={styles.search} onClick={onSearch}>
          <Search aria-hidden />
          <span className="visually-hidden">{t("frame.search")}</span>
          <Kbd keys="Ctrl+K" />
        </button>
        <TradingKeys />
        <KillSwitch />
      </div>
      <AccountDialog open={showsAccount} onClose={() => setShowsAccount(false)} />
    </header>
  );
}
