import type { MessageCatalogue } from "../../i18n/t.ts";

export const activityMessages = {
  "activity.title": "Activity",
  "activity.topic": "Topic",
  "activity.topic.all": "All",
  "activity.topic.orders": "Orders",
  "activity.topic.risk": "Risk",
  "activity.topic.traders": "Traders",
  "activity.topic.record": "Record",
  "activity.severity": "Severity",
  "activity.severity.all": "Any severity",
  "activity.severity.trouble": "Trouble",
  "activity.severity.attention": "Attention",
  "activity.severity.done": "Done",
  "activity.severity.info": "Info",
  "activity.filter": "Filter activity",
  "activity.filter.placeholder": "Filter",
  "activity.list": "What the desk just did, newest first",
  "activity.empty": "Nothing has happened in this session yet.",
  "activity.emptyFiltered": "Nothing matches the filter.",
  "activity.open": "Show the record of order {order}",
  "activity.more": "Older activity is in the journal; the newest {count} are shown.",
} as const satisfies MessageCatalogue;
