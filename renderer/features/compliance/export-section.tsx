import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { formatNumber } from "../../ui/format/number-format.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./compliance.module.css";
import { CopyButton, FactList } from "./fact-list.tsx";

interface Bundle {
  readonly file: string;
  readonly sha256: string;
  readonly events: number;
  readonly bytes: number;
}

type Export =
  | { readonly kind: "idle" | "running" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done"; readonly bundle: Bundle };

/** Double quotes keep a path with spaces one argument in every shell a person is likely to use. */
const verifyCommand = (file: string): string => `npm run -s proofdesk -- verify "${file}"`;

/** Writes the bundle and says where it is, what its hash is, and how someone else checks it. */
export function ExportSection() {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [state, setState] = useState<Export>({ kind: "idle" });
  const run = (): void => {
    setState({ kind: "running" });
    desk.call.exportBundle({}).then(
      (bundle) => setState({ kind: "done", bundle }),
      (error: unknown) => setState({ kind: "failed", reason: faultText(error).line }),
    );
  };
  return (
    <RoomSection
      title={t("compliance.export")}
      actions={
        <Button size="small" disabled={!mayTrade || state.kind === "running"} onClick={run}>
          {t(state.kind === "running" ? "compliance.export.running" : "compliance.export.run")}
        </Button>
      }
    >
      <p className={styles.quiet}>{t("compliance.export.text")}</p>
      {mayTrade ? null : <p className={styles.warn}>{t("compliance.export.viewer")}</p>}
      {state.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.export.failed", { reason: state.reason })}
        </p>
      ) : null}
      {state.kind === "done" ? <Exported bundle={state.bundle} /> : null}
    </RoomSection>
  );
}

function Exported({ bundle }: { bundle: Bundle }) {
  const command = verifyCommand(bundle.file);
  return (
    <div role="status">
      <FactList
        label={t("compliance.export")}
        facts={[
          { label: t("compliance.export.file"), value: bundle.file, copy: bundle.file, mono: true },
          { label: t("compliance.export.sha"), value: bundle.sha256, copy: bundle.sha256, mono: true },
          {
            label: t("compliance.export.size"),
            value: t("compliance.export.sizeText", {
              events: formatNumber(bundle.events, {}),
              bytes: formatNumber(bundle.bytes, {}),
            }),
          },
        ]}
      />
      <p className={styles.quiet}>{t("compliance.export.how")}</p>
      <div className={styles.command}>
        <code>{command}</code>
        <CopyButton what={t("compliance.export.how")} text={command} />
      </div>
    </div>
  );
}
