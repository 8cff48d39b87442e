import { useState } from "react";
import { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { FieldFrame } from "../../ui/field.tsx";
import styles from "./risk.module.css";

export interface PresetEditorProps {
  preset: PropFirmPreset;
  onSaved: (id: string) => void;
  onBack: () => void;
}

/** What is wrong with a text as a preset; `null` where nothing is. */
function read(text: string): { readonly preset: PropFirmPreset } | { readonly why: string } {
  try {
    const parsed = PropFirmPreset.safeParse(JSON.parse(text));
    if (parsed.success) return { preset: parsed.data };
    const [issue] = parsed.error.issues;
    return { why: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** A copy of a preset, edited as text and checked while it is typed; the product's own stays as it is. */
export function PresetEditor({ preset, onSaved, onBack }: PresetEditorProps) {
  const desk = useDesk();
  const [text, setText] = useState(() =>
    JSON.stringify({ ...preset, id: preset.id.startsWith("own.") ? preset.id : `own.${preset.id}` }, null, 2),
  );
  const [failure, setFailure] = useState<string | null>(null);
  const reading = read(text);
  const save = (): void => {
    if ("why" in reading) return;
    desk.call.savePreset(reading.preset).then(
      ({ id }) => onSaved(id),
      (error: unknown) => setFailure(t("risk.preset.copy.failed", { reason: faultText(error).line })),
    );
  };
  return (
    <div className={styles.explained}>
      <p className={styles.quiet}>{t("risk.preset.copy.text")}</p>
      <FieldFrame
        label={t("risk.preset.copy.json")}
        error={failure ?? ("why" in reading ? t("risk.preset.copy.invalid", { why: reading.why }) : null)}
      >
        {(ids) => (
          <textarea
            className={styles.json}
            rows={18}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setFailure(null);
            }}
            {...ids}
          />
        )}
      </FieldFrame>
      <div className={styles.lock}>
        <Button variant="quiet" onClick={onBack}>
          {t("risk.preset.copy.back")}
        </Button>
        <Button variant="primary" disabled={"why" in reading} onClick={save}>
          {t("risk.preset.copy.save")}
        </Button>
      </div>
    </div>
  );
}
