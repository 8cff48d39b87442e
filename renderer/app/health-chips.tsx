import type { DeskHealth } from "../../shared/contract/desk.ts";
import { t } from "../i18n/t.ts";
import { useDeskState } from "../stores/desk.ts";
import { staleAfterMs } from "../stores/freshness.ts";
import { openRoom } from "../stores/selection.ts";
import { formatCompact } from "../ui/format/format-compact.ts";
import { formatNumber } from "../ui/format/number-format.ts";
import { useNow } from "../ui/use-now.ts";
import { Chip, type ChipTone } from "./chip.tsx";
import styles from "./top-bar.module.css";
import { TradingChip } from "./trading-chip.tsx";

const feedTones: Record<DeskHealth["feed"]["state"], ChipTone> = {
  starting: "neutral",
  live: "ok",
  stale: "warn",
  paused: "warn",
  ended: "warn",
  failed: "bad",
};
const clockTones: Record<DeskHealth["clock"]["state"], ChipTone> = { unknown: "neutral", good: "ok", drifting: "warn" };
const journalTones: Record<DeskHealth["journal"]["state"], ChipTone> = { open: "ok", failed: "bad", closed: "bad" };

/** Whether the market data, the journal, the clock and the gate are well: a shape, a word and, on demand, the details. */
export function HealthChips() {
  const health = useDeskState((state) => state.health);
  const pulseAt = useDeskState((state) => state.healthReceivedAt);
  const note = useDeskState((state) => state.info?.keychainNote ?? "");
  const now = useNow();
  if (!health) return null;
  const { journal, clock } = health;
  // A pulse that stopped says nothing good about the feed either.
  const feed = now - pulseAt > staleAfterMs ? "stale" : health.feed.state;
  return (
    <>
      {journal.signing.storage === "session" ? (
        <Chip
          name={t("frame.key.session")}
          word=""
          tone="warn"
          detail={t("frame.key.session.detail", { note })}
          className={styles.wide}
        />
      ) : null}
      <Chip
        name={t("frame.feed")}
        word={t(`frame.feed.${feed}`)}
        tone={feedTones[feed]}
        detail={t("frame.feed.detail", {
          detail: health.feed.detail,
          rate: formatCompact(health.ticksPerSecond),
          depth: formatNumber(health.queueDepth, {}),
          capacity: formatNumber(health.queueCapacity, {}),
        })}
      />
      <Chip
        name={t("frame.journal")}
        word={
          journal.state === "open"
            ? t("frame.journal.open", { seq: formatNumber(journal.durableSeq, {}) })
            : t(`frame.journal.${journal.state}`)
        }
        tone={journalTones[journal.state]}
        detail={
          journal.failure
            ? t("frame.journal.failure", { failure: journal.failure })
            : t("frame.journal.detail", {
                events: formatNumber(journal.events, {}),
                pending: journal.pending,
                commit:
                  journal.lastCommitMs === null
                    ? "–"
                    : formatNumber(journal.lastCommitMs, { maximumFractionDigits: 1 }),
                checkpoints: journal.checkpoints,
              })
        }
        onOpen={() => openRoom("compliance")}
        // In a narrow window what is well gives way; what is not never does.
        className={journalTones[journal.state] === "ok" ? styles.wider : undefined}
      />
      <Chip
        name={t("frame.clock")}
        word={
          clock.offsetMs === null
            ? t("frame.clock.unknown")
            : t(`frame.clock.${clock.state}`, {
                offset: formatNumber(clock.offsetMs, { maximumFractionDigits: 0, signDisplay: "always" }),
              })
        }
        tone={clockTones[clock.state]}
        detail={clock.detail}
        className={["warn", "bad"].includes(clockTones[clock.state]) ? undefined : styles.wide}
      />
      <TradingChip />
    </>
  );
}
