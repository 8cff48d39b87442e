import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import styles from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** The buttons, the safest first. */
  footer?: ReactNode;
  size?: "medium" | "wide";
  children?: ReactNode;
}

/** A modal window: focus stays inside, Esc closes, focus returns to where it was. */
export function Dialog({ open, onClose, title, description, footer, size = "medium", children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { reason, event }) => {
        // The second half of a double click on what opened the window says nothing about the window.
        const isEcho = reason === "outside-press" && event.detail > 1;
        if (!next && !isEcho) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          ref={popup}
          className={classNames(styles.popup, size === "wide" && styles.wide)}
          // Into the first field, else onto the window itself: never onto a button that acts.
          initialFocus={() => popup.current?.querySelector("input") ?? popup.current}
        >
          <div className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton label={t("ui.close")} icon={<X aria-hidden />} size="small" onClick={onClose} />
          </div>
          <div className={styles.body}>
            {description ? (
              <Base.Description className={styles.text} render={<div />}>
                {description}
              </Base.Description>
            ) : null}
            {children}
          </div>
          {footer ? <div className={styles.foot}>{footer}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
