import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { t } from "../../i18n/t.ts";
import styles from "./risk.module.css";

const lists = ["conflicts", "unverified", "inexpressible"] as const;

type Doubtful = Pick<PropFirmPreset, "sources" | (typeof lists)[number]>;

/** Where a preset's numbers come from, how old the pages are, and everything that is not sure about them. */
export function PresetDoubts({ preset }: { preset: Doubtful }) {
  return (
    <div className={styles.doubts}>
      {lists
        .filter((list) => preset[list].length > 0)
        .map((list) => (
          <section key={list} className={styles.doubt} aria-label={t(`risk.firm.${list}`)}>
            <p className={styles.strong}>{t(`risk.firm.${list}`)}</p>
            <ul>
              {preset[list].map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </section>
        ))}
      <section aria-label={t("risk.firm.sources")}>
        <p className={styles.strong}>{t("risk.firm.sources")}</p>
        <ul>
          {preset.sources.map(({ id, url, kind, as_of: date }) => (
            <li key={id}>
              {/^https?:\/\//.test(url) ? (
                <a href={url} target="_blank" rel="noopener noreferrer">
                  {url}
                </a>
              ) : (
                url
              )}{" "}
              <span className={styles.quiet}>{t("risk.firm.source", { kind, date })}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
