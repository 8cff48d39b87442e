import { useState } from "react";
import { usualFirmTerms } from "../../../shared/model/firm-terms.ts";
import type { PresetChoice, PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { formatMoney } from "../../ui/format/format-money.ts";
import { Select } from "../../ui/select.tsx";
import { notify } from "../../ui/toast.tsx";
import { narrow, type PresetWish } from "./preset-choice.ts";
import { PresetEditor } from "./preset-editor.tsx";
import { PresetFacts } from "./preset-facts.tsx";
import styles from "./risk.module.css";
import { TermsFields } from "./terms-fields.tsx";
import { readTerms, type TermsForm, termsToForm, wrongRelease } from "./terms-form.ts";
import { usePreset, usePresets } from "./use-presets.ts";

export interface PresetPickerProps {
  /** The account's preset now; its terms are where the form begins. */
  current: PropFirmReport | null;
  onClose: () => void;
}

/** Chooses a firm's preset with its dates, sources and warnings in sight, lets it be copied and edited, and applies it. */
export function PresetPicker({ current, onClose }: PresetPickerProps) {
  const desk = useDesk();
  const [turn, setTurn] = useState(0);
  const state = usePresets(turn);
  const [wished, setWished] = useState<PresetWish>({
    firm: current?.preset.firm ?? "",
    program: current?.preset.program ?? "",
    phase: current?.preset.phase ?? "",
    id: current?.preset.id ?? "",
  });
  const base = current?.terms ?? usualFirmTerms;
  const [form, setForm] = useState<TermsForm>(() => termsToForm(base));
  const [fresh, setFresh] = useState(false);
  const [edits, setEdits] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { steps, wish } = narrow(state.kind === "read" ? state.presets : [], wished);
  const choice = steps.sizes.find(({ id }) => id === wish.id);
  const preset = usePreset(wish.id);
  const terms = readTerms(form);
  const apply = (): void => {
    if (terms === null || choice === undefined) return;
    desk.call.applyPreset({ id: choice.id, terms, fresh }).then(
      () => {
        notify({ title: t("risk.preset.applied"), tone: "ok" });
        onClose();
      },
      (error: unknown) => setFailure(t("risk.preset.notApplied", { reason: faultText(error).line })),
    );
  };
  const saved = (id: string): void => {
    setEdits(false);
    setWished({ ...wish, id });
    setTurn(turn + 1);
  };

  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={t(edits ? "risk.preset.copy.title" : "risk.preset.title")}
      footer={
        edits ? null : (
          <>
            <Button disabled={preset === null} onClick={() => setEdits(true)}>
              {t("risk.preset.copy")}
            </Button>
            <Button variant="primary" disabled={preset === null || terms === null} onClick={apply}>
              {t("risk.preset.apply")}
            </Button>
          </>
        )
      }
    >
      {edits && preset !== null ? (
        <PresetEditor preset={preset} onSaved={saved} onBack={() => setEdits(false)} />
      ) : (
        <div className={styles.explained}>
          <p className={styles.quiet}>{t("risk.preset.text")}</p>
          {state.kind === "loading" ? <p role="status">{t("risk.preset.loading")}</p> : null}
          {state.kind === "failed" ? <p role="alert">{t("risk.preset.failed", { reason: state.reason })}</p> : null}
          {state.kind === "read" && state.unreadable.length > 0 ? (
            <section className={styles.doubt} aria-label={t("risk.preset.unreadable")}>
              <p className={styles.strong}>{t("risk.preset.unreadable")}</p>
              <ul>
                {state.unreadable.map(({ id, reason }) => (
                  <li key={id}>
                    <b>{id}</b> {reason}
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {state.kind === "read" ? (
            <div className={styles.steps}>
              <Step
                name="firm"
                value={wish.firm}
                values={steps.firms}
                onChange={(firm) => setWished({ ...wish, firm })}
              />
              <Step
                name="program"
                value={wish.program}
                values={steps.programs}
                onChange={(program) => setWished({ ...wish, program })}
              />
              <Step
                name="phase"
                value={wish.phase}
                values={steps.phases}
                onChange={(phase) => setWished({ ...wish, phase })}
              />
              <Select
                label={t("risk.preset.size")}
                value={wish.id}
                onChange={(id) => setWished({ ...wish, id })}
                options={steps.sizes.map((one) => ({ value: one.id, label: optionText(one) }))}
              />
            </div>
          ) : null}
          {choice !== undefined && preset !== null ? (
            <>
              <PresetFacts choice={choice} preset={preset} />
              <TermsFields
                form={form}
                asks={{
                  optionalDailyLoss: preset.dailyLoss?.optional ?? false,
                  automation: choice.automation === "confirm",
                  calendar: preset.news.policy === "restricted",
                }}
                fresh={fresh}
                onChange={(change) => setForm({ ...form, ...change })}
                onFresh={setFresh}
              />
            </>
          ) : null}
          {terms === null && wrongRelease(form) === null ? <p role="alert">{t("risk.preset.problem.terms")}</p> : null}
          {failure === null ? null : (
            <p className={styles.locked} role="alert">
              {failure}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Step(props: {
  name: "firm" | "program" | "phase";
  value: string;
  values: readonly string[];
  onChange: (value: string) => void;
}) {
  const { name, value, values, onChange } = props;
  return (
    <Select
      label={t(`risk.preset.${name}`)}
      value={value}
      onChange={onChange}
      options={values.map((one) => ({ value: one, label: one }))}
    />
  );
}

function optionText({ size, currency, variant, own, id }: PresetChoice): string {
  return t("risk.preset.option", {
    size: formatMoney(size, { digits: 0 }),
    currency,
    variant: variant ?? "none",
    own: own ? t("risk.preset.own", { id }) : "none",
  });
}
