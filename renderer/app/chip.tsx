import { useDeskPanelState } from "../stores/freshness.ts";
import { classNames } from "../ui/class-names.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import styles from "./top-bar.module.css";

export type ChipTone = "ok" | "warn" | "bad" | "neutral";

/**
 * One thing's health in the top bar: a shape, a word and, on demand, the details; a press may open where more is said. What
 * was well when the desk was last heard is not shown as well.
 */
export function Chip({
  name,
  word,
  cause,
  tone,
  detail,
  onOpen,
  className,
}: Record<"name" | "word" | "detail", string> & {
  tone: ChipTone;
  /** Goes on from the word; a narrow window leaves it to what stands beside the chip, and to the details. */
  cause?: string | undefined;
  onOpen?: (() => void) | undefined;
  className?: string | undefined;
}) {
  const isHeard = useDeskPanelState().kind === "live";
  const shown = tone === "ok" && !isHeard ? "neutral" : tone;
  return (
    <Tooltip text={detail}>
      <button type="button" className={classNames(styles.chip, styles[shown], className)} onClick={onOpen}>
        <span className={styles.dot} aria-hidden />
        <span className={styles.words}>
          {name} <b>{word}</b>
          {cause === undefined ? null : <b className={styles.cause}>{cause}</b>}
        </span>
      </button>
    </Tooltip>
  );
}
