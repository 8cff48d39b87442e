import { t } from "../i18n/t.ts";
import { useMayTrade } from "../stores/desk.ts";
import { useRisk } from "../stores/risk.ts";
import { useDesk } from "../transport/desk-client.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { readableText } from "../ui/format/readable-text.ts";
import { useTimeZone } from "../ui/time-zone.ts";
import { flattenAll } from "./flatten-all.ts";
import styles from "./page.module.css";

/** Who asked for a flat account may believe that it is: on every room it is said that it is not, and what is held. */
export function UnfinishedFlatLine() {
  const client = useDesk();
  const mayTrade = useMayTrade();
  const timeZone = useTimeZone();
  const unfinished = useRisk((state) => state.risk?.unfinishedFlat) ?? null;
  if (unfinished === null) return null;
  return (
    <div className={classNames(styles.lost, styles.closed, styles.asking)} role="alert">
      <span>
        {t("frame.not-flat", {
          left: unfinished.left.join("; "),
          reason: readableText(unfinished.reason, timeZone),
        })}
      </span>
      {mayTrade ? (
        <Button size="small" variant="danger" onClick={() => flattenAll(client)}>
          {t("frame.not-flat.again")}
        </Button>
      ) : null}
    </div>
  );
}
