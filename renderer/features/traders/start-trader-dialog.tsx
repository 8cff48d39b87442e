import { useEffect, useState } from "react";
import type { StrategyInfo } from "../../../shared/contract/traders.ts";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { useSelection } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { StartTraderForm } from "./start-trader-form.tsx";
import { formFor, formProblems, type TraderForm } from "./trader-form.ts";
import styles from "./traders.module.css";

/** Chooses a strategy, its parameters and its instruments, and starts a trader with them. */
export function StartTraderDialog({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const instruments = useInstruments();
  const [strategies, setStrategies] = useState<readonly StrategyInfo[] | null>(null);
  const [form, setForm] = useState<TraderForm | null>(null);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    let open = true;
    desk.call.listStrategies({}).then(
      (answer) => {
        if (!open) return;
        setStrategies(answer.strategies);
        const [first] = answer.strategies;
        const selected = useSelection.getState().instrumentId;
        if (first) setForm(formFor(first, selected === null ? [] : [selected]));
      },
      (error: unknown) => {
        if (open) setFailure(t("traders.form.listFailed", { reason: faultText(error).line }));
      },
    );
    return () => {
      open = false;
    };
  }, [desk]);

  const strategy = strategies?.find(({ name }) => name === form?.strategy);
  const problems = form && strategy ? formProblems(form, strategy) : null;
  const start = (): void => {
    if (!form || problems?.size !== 0 || sending) return;
    setSending(true);
    setFailure(null);
    desk.call
      .startTrader({
        name: form.name.trim(),
        strategy: form.strategy,
        params: Object.fromEntries(Object.entries(form.params).map(([name, value]) => [name, value.trim()])),
        instrumentIds: [...form.instrumentIds],
      })
      .then(onClose, (error: unknown) => {
        setSending(false);
        setFailure(t("traders.form.failed", { reason: faultText(error).line }));
      });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t("traders.form.title")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" disabled={problems?.size !== 0 || sending} onClick={start}>
            {sending ? t("traders.form.starting") : t("traders.form.start", { name: form?.name.trim() ?? "" })}
          </Button>
        </>
      }
    >
      {strategies === null && failure === null ? <p role="status">{t("traders.form.loading")}</p> : null}
      {strategies && form && strategy && problems ? (
        <StartTraderForm
          strategies={strategies}
          strategy={strategy}
          instruments={instruments}
          form={form}
          problems={problems}
          onChange={setForm}
          onSubmit={start}
        />
      ) : null}
      {failure === null ? null : (
        <p className={styles.error} role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  );
}
