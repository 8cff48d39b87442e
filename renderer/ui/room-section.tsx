import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./room-section.module.css";

/** Two columns of sections that fill a room; `className` says how wide each is. */
export function RoomColumns({
  left,
  right,
  className,
}: {
  left: ReactNode;
  right: ReactNode;
  className?: string | undefined;
}) {
  return (
    <div className={classNames(styles.columns, className)}>
      <div className={styles.column}>{left}</div>
      <div className={styles.column}>{right}</div>
    </div>
  );
}

/** A titled part of a room. */
export function RoomSection({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}
