import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { memo } from "react";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { Time } from "../../ui/time.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./activity.module.css";
import { orderOf } from "./activity-filter.ts";
import { severityOf } from "./severity.ts";

const icons = { trouble: CircleAlert, attention: TriangleAlert, done: CircleCheck, info: Info };

interface ActivityItemProps {
  event: TimelineEvent;
  onOpen: (orderId: string) => void;
  /** Explains a refusal. */
  onWhyNot: (orderId: string) => void;
}

/** One line: when, how serious in an icon and a word, what happened, and who did it. */
export const ActivityItem = memo(function ActivityItem({ event, onOpen, onWhyNot }: ActivityItemProps) {
  const timeZone = useTimeZone();
  const severity = severityOf(event);
  const orderId = orderOf(event);
  const Icon = icons[severity];
  const refused =
    event.type === "order.denied" || (event.type === "risk.judged" && event.data["outcome"] === "rejected");
  const content = (
    <>
      <Time at={event.at} className={styles.time} />
      <span className={classNames(styles.mark, styles[severity])}>
        <Icon aria-hidden />
        {t(`activity.severity.${severity}`)}
      </span>
      <span className={styles.text}>{readableText(event.text, timeZone)}</span>
      <span className={styles.actor}>
        {event.actor.kind === "trader" || event.actor.kind === "model" ? event.actor.id : ""}
      </span>
    </>
  );
  return (
    <li className={styles.item}>
      {orderId === null ? (
        <div className={styles.line}>{content}</div>
      ) : (
        <button
          type="button"
          className={classNames(styles.line, styles.link)}
          title={t("activity.open", { order: orderId })}
          onClick={() => onOpen(orderId)}
        >
          {content}
        </button>
      )}
      {refused && orderId !== null ? (
        <Button
          size="small"
          variant="quiet"
          aria-label={t("ui.why.label", { order: orderId })}
          onClick={() => onWhyNot(orderId)}
        >
          {t("ui.why.title")}
        </Button>
      ) : null}
    </li>
  );
});
