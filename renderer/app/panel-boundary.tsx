import { Component, type ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { Button } from "../ui/button.tsx";
import styles from "./layout-host.module.css";

/** Keeps a panel that fails to draw from taking the others with it. */
export class PanelBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={styles.broken} role="alert">
        <p>{t("frame.panel.broken")}</p>
        <Button onClick={() => this.setState({ failed: false })}>{t("frame.panel.retry")}</Button>
      </div>
    );
  }
}
