import { useState } from "react";
import { flattenAll } from "../features/blotter/flatten-all.ts";
import { t } from "../i18n/t.ts";
import { useMayTrade } from "../stores/desk.ts";
import { useRisk } from "../stores/risk.ts";
import { useDesk } from "../transport/desk-client.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { readableText } from "../ui/format/readable-text.ts";
import { useTimeZone } from "../ui/time-zone.ts";
import styles from "./page.module.css";

/** Who asked for a flat account may believe that it is: on every room it is said that it is not, and what is held. */
export function UnfinishedFlatLine() {
  const client = useDesk();
  const mayTrade = useMayTrade();
  const timeZone = useTimeZone();
  const [asking, setAsking] = useState(false);
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
        <Button size="small" variant="danger" onClick={() => setAsking(true)}>
          {t("frame.not-flat.again")}
        </Button>
      ) : null}
      <ConfirmDialog
        open={asking}
        title={t("frame.not-flat.ask")}
        description={t("frame.not-flat.askText")}
        confirm={t("frame.not-flat.again")}
        variant="danger"
        onConfirm={() => {
          setAsking(false);
          flattenAll(client);
        }}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
