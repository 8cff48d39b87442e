import { type ReactNode, useId, useState } from "react";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { BreakersEditor } from "./breakers-editor.tsx";
import { CalendarImport } from "./calendar-import.tsx";
import { GroupsEditor } from "./groups-editor.tsx";
import {
  BreakersDraft,
  GroupsDraft,
  PauseDraft,
  pairsText,
  readDraft,
  readPairs,
  ScopesDraft,
  WindowsDraft,
} from "./limit-draft.ts";
import type { LimitField } from "./limit-fields.ts";
import { limitLabel } from "./limit-label.ts";
import type { PartProblems } from "./limit-parts.ts";
import rows from "./limit-rows.module.css";
import { jsonText, type LimitProblem } from "./limits-form.ts";
import { LinesField } from "./lines-field.tsx";
import { PairsEditor } from "./pairs-editor.tsx";
import { type ScopedLimit, ScopesEditor } from "./scopes-editor.tsx";
import { PauseEditor, WindowsEditor } from "./windows-editor.tsx";

export interface StructuredLimitProps {
  field: LimitField;
  value: string;
  problem: LimitProblem | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
  /** The account's own, not that of a trader, strategy or model. */
  ofAccount: boolean;
  /** Draws one limit of a scope. */
  limit: (limit: ScopedLimit) => ReactNode;
}

const noParts: PartProblems = new Map();

/** A limit of several parts: a form of rows, and the same as text for whoever likes that better. */
export function StructuredLimit(props: StructuredLimitProps) {
  const { field, value, problem, disabled, onChange } = props;
  const [asText, setAsText] = useState(false);
  const headId = useId();
  const form = formOf(props);
  const isText = asText || form === null;
  const whole = problem?.parts.get("") ?? problem?.parts.get("windows");
  return (
    <fieldset aria-labelledby={headId} className={rows.list}>
      <div className={rows.head}>
        <strong id={headId}>{limitLabel(field.key)}</strong>
        <Button
          size="small"
          variant="quiet"
          data-aside
          aria-pressed={isText}
          disabled={form === null}
          onClick={() => setAsText(!asText)}
        >
          {t("settings.structured.asText")}
        </Button>
      </div>
      {isText ? (
        <LinesField
          label={limitLabel(field.key)}
          hideLabel
          disabled={disabled}
          hint={t(`settings.limits.typed.${field.kind}`)}
          error={problem === undefined ? null : t(problem.id, { why: problem.why })}
          placeholder={t("settings.limits.noLimit")}
          value={value}
          onChange={onChange}
        />
      ) : (
        <>
          {form}
          {field.key === "newsWindows" && props.ofAccount ? (
            <div className={rows.buttons}>
              <CalendarImport disabled={disabled} />
            </div>
          ) : null}
          {whole === undefined ? null : (
            <p role="alert" className={rows.problem}>
              {whole}
            </p>
          )}
        </>
      )}
    </fieldset>
  );
}

/** The form of a setting; `null` where its text is none that a form could show. */
function formOf({ field, value, problem, disabled, onChange, limit }: StructuredLimitProps): ReactNode {
  const problems = problem?.parts ?? noParts;
  const common = { problems, disabled };
  const set = (draft: unknown): void => {
    const isEmpty = draft === undefined || Object.keys(draft as object).length === 0;
    onChange(isEmpty ? "" : jsonText(draft));
  };
  switch (field.key) {
    case "maxSizePerOrder":
    case "maxExposurePerAssetClass":
      return (
        <PairsEditor
          {...common}
          names={field.key === "maxSizePerOrder" ? "instruments" : "classes"}
          pairs={readPairs(value)}
          onChange={(pairs) => onChange(pairsText(pairs))}
        />
      );
    case "tradingWindows":
    case "newsWindows": {
      const draft = readDraft(WindowsDraft, value);
      if (draft === null) return null;
      return <WindowsEditor {...common} draft={draft} dated={field.key === "newsWindows"} onChange={set} />;
    }
    case "weekendPause": {
      const draft = readDraft(PauseDraft, value);
      return draft === null ? null : <PauseEditor {...common} draft={draft} onChange={set} />;
    }
    case "correlatedGroups": {
      const draft = readDraft(GroupsDraft, value);
      return draft === null ? null : <GroupsEditor {...common} groups={draft ?? []} onChange={set} />;
    }
    case "breakers": {
      const draft = readDraft(BreakersDraft, value);
      return draft === null ? null : <BreakersEditor {...common} breakers={draft ?? []} onChange={set} />;
    }
    case "scopes": {
      const draft = readDraft(ScopesDraft, value);
      return draft === null ? null : <ScopesEditor {...common} scopes={draft ?? {}} onChange={set} limit={limit} />;
    }
    default:
      return null;
  }
}
