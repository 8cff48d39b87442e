import styles from "./command-line.module.css";
import { CopyButton } from "./copy-button.tsx";

/** A command for a terminal, whole and ready to be copied; `what` says what it does, for the name of its button. */
export function CommandLine({ what, command }: { what: string; command: string }) {
  return (
    <div className={styles.command}>
      <code>{command}</code>
      <CopyButton what={what} text={command} />
    </div>
  );
}
