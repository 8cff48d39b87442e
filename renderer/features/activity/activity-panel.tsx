import { useMemo, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useActivity } from "../../stores/activity.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { openAudit, openWhyNot } from "../../stores/selection.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import styles from "./activity.module.css";
import { type ActivityTopic, activityTopics, matchesFilter } from "./activity-filter.ts";
import { ActivityItem } from "./activity-item.tsx";
import { type Severity, severities } from "./severity.ts";

/** The document holds at most this many lines: the journal has the rest. */
const shownEvents = 200;

/** What the desk just did and why, newest first; a line about an order opens its record. */
export function ActivityPanel() {
  const state = useDeskPanelState();
  const events = useActivity((activity) => activity.events);
  const [topic, setTopic] = useState<ActivityTopic>("all");
  const [severity, setSeverity] = useState<Severity | "all">("all");
  const [text, setText] = useState("");
  const shown = useMemo(
    () => events.filter((event) => matchesFilter(event, { topic, severity, text })),
    [events, topic, severity, text],
  );
  return (
    <Panel title={t("activity.title")} hideTitle state={state}>
      <div className={styles.frame}>
        <div className={styles.tools}>
          <Segmented
            label={t("activity.topic")}
            value={topic}
            onChange={setTopic}
            options={activityTopics.map((id) => ({ value: id, label: t(`activity.topic.${id}`) }))}
          />
          <Select
            label={t("activity.severity")}
            hideLabel
            value={severity}
            onChange={setSeverity}
            className={styles.severity}
            options={(["all", ...severities] as const).map((id) => ({
              value: id,
              label: t(`activity.severity.${id}`),
            }))}
          />
          <Field
            label={t("activity.filter")}
            hideLabel
            type="search"
            placeholder={t("activity.filter.placeholder")}
            value={text}
            onChange={setText}
            className={styles.filter}
          />
        </div>
        <div className={styles.scroll}>
          {shown.length === 0 ? (
            <p className={styles.empty}>{t(events.length === 0 ? "activity.empty" : "activity.emptyFiltered")}</p>
          ) : (
            <ul aria-label={t("activity.list")}>
              {shown.slice(0, shownEvents).map((event) => (
                <ActivityItem key={event.seq} event={event} onOpen={openAudit} onWhyNot={openWhyNot} />
              ))}
            </ul>
          )}
          {shown.length > shownEvents ? (
            <p className={styles.empty}>{t("activity.more", { count: shownEvents })}</p>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
