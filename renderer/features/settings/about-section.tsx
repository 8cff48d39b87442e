import { t } from "../../i18n/t.ts";
import { useDeskState } from "../../stores/desk.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./settings.module.css";

/** The NOTICE of lightweight-charts, byte for byte: its licence asks for this text and the link beside it. */
const chartsNotice = "TradingView Lightweight Charts™\nCopyright (с) 2025 TradingView, Inc.";
const chartsLink = "https://www.tradingview.com/";

/** What this is, which build, and whose work it stands on. */
export function AboutSection() {
  const info = useDeskState((state) => state.info);
  return (
    <RoomSection title={t("settings.about")}>
      {info ? (
        <p>
          <b>{t("settings.about.version", { version: info.version })}</b>{" "}
          <span className={styles.mono}>{t("settings.about.build", { sha: info.gitSha.slice(0, 12) })}</span>{" "}
          {t("settings.about.licence")}
        </p>
      ) : null}
      <p className={styles.quiet}>{t("settings.about.text")}</p>
      <h4 className={styles.keysTitle}>{t("settings.notices")}</h4>
      <p className={styles.notice}>
        {chartsNotice}{" "}
        <a href={chartsLink} target="_blank" rel="noopener noreferrer">
          {chartsLink}
        </a>
      </p>
      <p className={styles.quiet}>
        {t("settings.notices.charts")} {t("settings.notices.more")}
      </p>
    </RoomSection>
  );
}
