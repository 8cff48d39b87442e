import type { ReactNode } from "react";
import { CopyButton } from "../../ui/copy-button.tsx";
import styles from "./compliance.module.css";

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** The whole text behind a shortened value, offered for copying. */
  readonly copy?: string | undefined;
  /** A hash or a path: in fixed width, cut off at its end. */
  readonly mono?: boolean;
}

/** Labels and values in two columns. */
export function FactList({ label, facts }: { label: string; facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts} aria-label={label}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd className={fact.mono ? styles.mono : undefined} title={fact.copy}>
            <span>{fact.value}</span>
            {fact.copy === undefined ? null : <CopyButton what={fact.label} text={fact.copy} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
