import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n/t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { notify } from "../../ui/toast.tsx";
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

/** Copies a text that is shown shortened. */
export function CopyButton({ what, text }: { what: string; text: string }) {
  return (
    <IconButton
      label={t("compliance.copy", { what })}
      icon={<Copy aria-hidden />}
      size="small"
      className={styles.copy}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => notify({ title: t("compliance.copied"), timeoutMs: 2000 }),
          (error: unknown) => notifyFailure(t("compliance.copyFailed"), error),
        );
      }}
    />
  );
}
