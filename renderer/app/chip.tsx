import { classNames } from "../ui/class-names.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import styles from "./top-bar.module.css";

export type ChipTone = "ok" | "warn" | "bad" | "neutral";

/** One thing's health in the top bar: a shape, a word and, on demand, the details. */
export function Chip({
  name,
  word,
  tone,
  detail,
  className,
}: Record<"name" | "word" | "detail", string> & { tone: ChipTone; className?: string | undefined }) {
  return (
    <Tooltip text={detail}>
      <button type="button" className={classNames(styles.chip, styles[tone], className)}>
        <span className={styles.dot} aria-hidden />
        <span>
          {name} <b>{word}</b>
        </span>
      </button>
    </Tooltip>
  );
}
