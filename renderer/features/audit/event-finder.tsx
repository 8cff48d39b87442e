import { useState } from "react";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { Time } from "../../ui/time.tsx";
import styles from "./audit.module.css";
import { anyEvent, type EventQuery, type EventSearchState, useEventSearch } from "./use-event-search.ts";
import type { Subject } from "./use-order-life.ts";

/** Every type there is, each family before its members. */
const types = [
  { value: "", label: "audit.events.type.any" },
  ...[...Map.groupBy(journalEventTypes, (type) => type.slice(0, type.indexOf(".") + 1))].flatMap(
    ([family, members]) => [
      ...(members.length > 1 ? [{ value: family, label: "audit.events.family" }] : []),
      ...members.map((value) => ({ value, label: "" })),
    ],
  ),
];

/** What an event is part of: the order it names, or else the decision of its trace. */
function subjectOf({ data, trace }: Pick<TimelineEvent, "data" | "trace">): Subject {
  const { orderId } = data;
  return typeof orderId === "string" ? { kind: "order", orderId } : { kind: "decision", trace };
}

/** Searches the whole journal by id, words, type, actor and period. */
export function EventFinder({ onSelect }: { onSelect: (subject: Subject) => void }) {
  const desk = useDesk();
  const [query, setQuery] = useState<EventQuery>(anyEvent);
  const [state, further] = useEventSearch(desk, query);
  const change = (part: Partial<EventQuery>): void => setQuery({ ...query, ...part });
  return (
    <>
      <div className={styles.filters}>
        <Field
          label={t("audit.events.search")}
          type="search"
          placeholder={t("audit.events.placeholder")}
          value={query.text}
          maxLength={200}
          onChange={(text) => change({ text })}
        />
        <Select
          label={t("audit.events.type")}
          value={query.type}
          onChange={(type) => change({ type })}
          options={types.map(({ value, label }) => ({
            value,
            label: label === "" ? value : t(label, { family: value }),
          }))}
        />
        <Field
          label={t("audit.events.actor")}
          placeholder={t("audit.events.actor.placeholder")}
          value={query.actor}
          maxLength={100}
          onChange={(actor) => change({ actor })}
        />
        <div className={styles.period}>
          <Field
            label={t("audit.events.from")}
            type="date"
            value={query.fromDay}
            onChange={(fromDay) => change({ fromDay })}
          />
          <Field label={t("audit.events.to")} type="date" value={query.toDay} onChange={(toDay) => change({ toDay })} />
        </div>
      </div>
      <Found state={state} onSelect={onSelect} />
      {state.kind === "failed" ? (
        <div className={styles.problem} role="alert">
          <p>{t("audit.failed", { reason: state.reason })}</p>
          <Button size="small" onClick={() => setQuery({ ...query })}>
            {t("audit.retry")}
          </Button>
        </div>
      ) : null}
      {state.kind === "found" && state.next !== null ? (
        <div className={styles.further}>
          <Button size="small" wide onClick={further}>
            {t("audit.events.further")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Found({ state, onSelect }: { state: EventSearchState; onSelect: (subject: Subject) => void }) {
  const { kind, events, next } = state;
  if (kind === "failed") return null;
  if (events.length === 0) {
    if (kind === "searching") return <p className={styles.quiet}>{t("ui.loading")}</p>;
    return (
      <p className={styles.quiet} role="status">
        {next === null ? t("audit.events.none") : t("audit.events.looked", { next: String(next) })}
      </p>
    );
  }
  return (
    <>
      <p className={styles.count} role="status">
        {t("audit.events.count", { count: events.length })}
      </p>
      <ul className={styles.results} aria-label={t("audit.events")}>
        {events.map((event) => (
          <li key={event.seq}>
            <button type="button" className={styles.result} onClick={() => onSelect(subjectOf(event))}>
              <span className={styles.resultHead}>
                <span className={styles.type}>{event.type}</span>
                <span className={styles.status}>{t("audit.seq", { seq: String(event.seq) })}</span>
              </span>
              <span className={styles.clipped}>{event.text}</span>
              <span className={styles.resultFoot}>
                <Time at={event.at} style="date-time" />
                <span className={styles.ellipsis}>{t(`audit.actor.${event.actor.kind}`, { id: event.actor.id })}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
