import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./panel.module.css";
import { type PanelState, PanelStateNotice, panelContent } from "./panel-state.tsx";

export interface PanelProps {
  /** The panel's name; also its accessible name. */
  title: string;
  /** Leaves the title bar out, as in a dock whose tab already shows the name. */
  hideTitle?: boolean;
  actions?: ReactNode;
  /** Left in the title bar, after the title. */
  toolbar?: ReactNode;
  state?: PanelState;
  className?: string | undefined;
  children: ReactNode;
}

/** A box with a title bar and one of the states every panel knows; old content is dimmed, never shown as live. */
export function Panel({
  title,
  hideTitle,
  actions,
  toolbar,
  state = { kind: "live" },
  className,
  children,
}: PanelProps) {
  const content = panelContent(state);
  const bar = !hideTitle || actions || toolbar;
  return (
    <section aria-label={title} className={classNames(styles.panel, className)}>
      {bar ? (
        <div className={styles.bar}>
          {hideTitle ? null : <h2 className={styles.title}>{title}</h2>}
          {toolbar}
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </div>
      ) : null}
      {content === "hidden" ? null : <PanelStateNotice state={state} />}
      <div className={classNames(styles.body, content === "dimmed" && styles.dimmed)} data-state={state.kind}>
        {content === "hidden" ? <PanelStateNotice state={state} /> : children}
      </div>
    </section>
  );
}
