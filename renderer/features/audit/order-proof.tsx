import { FileCheck2 } from "lucide-react";
import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { CommandLine } from "../../ui/command-line.tsx";
import { faultText } from "../../ui/fault-text.ts";
import styles from "./audit.module.css";

type Proof =
  | { readonly kind: "idle" | "running" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done"; readonly file: string; readonly from: number; readonly to: number; readonly own: number };

/** Writes the part of the journal that holds an order's life, each event with its proof, and says how to check it. */
export function OrderProof({ orderId }: { orderId: string }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [proof, setProof] = useState<Proof>({ kind: "idle" });
  const write = (): void => {
    setProof({ kind: "running" });
    desk.call.exportOrder({ orderId }).then(
      (written) => setProof({ kind: "done", ...written }),
      (error: unknown) => setProof({ kind: "failed", reason: faultText(error).line }),
    );
  };
  const command = proof.kind === "done" ? `npm run -s proofdesk -- verify "${proof.file}"` : "";
  return (
    <div className={styles.proof}>
      <Button size="small" disabled={!mayTrade || proof.kind === "running"} onClick={write}>
        <FileCheck2 aria-hidden />
        {t(proof.kind === "running" ? "audit.proof.running" : "audit.proof")}
      </Button>
      {proof.kind === "failed" ? (
        <p className={styles.problem} role="alert">
          {t("audit.proof.failed", { reason: proof.reason })}
        </p>
      ) : null}
      {proof.kind === "done" ? (
        <div role="status" className={styles.written}>
          <p>{t("audit.proof.done", { file: proof.file, from: proof.from, to: proof.to, own: proof.own })}</p>
          <CommandLine what={t("audit.proof.command")} command={command} />
        </div>
      ) : null}
    </div>
  );
}
