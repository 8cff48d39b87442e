import { Meter as Base } from "@base-ui/react/meter";
import { classNames } from "./class-names.ts";
import styles from "./meter.module.css";

export interface MeterProps {
  label: string;
  /** 0 to 1: the part that is used. */
  share: number;
  /** The figure in words, currency first: "1,200.00 USDT left". */
  text: string;
  /** From here on it is coloured as a warning, and as bad from `badFrom`. */
  warnFrom?: number;
  badFrom?: number;
}

/** How much of a limit is used. */
export function Meter({ label, share, text, warnFrom = 0.4, badFrom = 0.7 }: MeterProps) {
  const used = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const tone = used >= badFrom ? styles.bad : used >= warnFrom ? styles.warn : undefined;
  return (
    <Base.Root value={used * 100} getAriaValueText={() => text} className={classNames(styles.meter, tone)}>
      <Base.Label className={styles.label}>{label}</Base.Label>
      <span className={styles.value}>{text}</span>
      <Base.Track className={styles.track}>
        <Base.Indicator className={styles.bar} />
      </Base.Track>
    </Base.Root>
  );
}
