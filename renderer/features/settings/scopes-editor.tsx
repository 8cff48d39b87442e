import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { LimitScopes } from "../../../shared/model/limit-scopes.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import type { ScopesDraft } from "./limit-draft.ts";
import { type LimitField, scopedFields } from "./limit-fields.ts";
import { limitLabel } from "./limit-label.ts";
import { type PartProblems, partsWithin } from "./limit-parts.ts";
import styles from "./limit-rows.module.css";
import { draftText, draftValue } from "./limits-form.ts";

/** One limit of a scope as its field draws it. */
export interface ScopedLimit {
  readonly field: LimitField;
  readonly path: string;
  readonly value: string;
  readonly problems: PartProblems;
  readonly onChange: (value: string) => void;
}

interface ScopesEditorProps {
  scopes: ScopesDraft;
  problems: PartProblems;
  disabled: boolean;
  onChange: (scopes: ScopesDraft) => void;
  /** Draws one limit. */
  limit: (limit: ScopedLimit) => ReactNode;
}

const kinds = ["traders", "strategies", "models"] as const satisfies readonly (keyof LimitScopes)[];

/** Limits of one trader, strategy or model: each a name with the limits that are set for it. */
export function ScopesEditor({ scopes, problems, disabled, onChange, limit }: ScopesEditorProps) {
  const [kind, setKind] = useState<(typeof kinds)[number]>("traders");
  const [name, setName] = useState("");
  const isTaken = Object.hasOwn(scopes[kind] ?? {}, name.trim());
  const set = (of: keyof LimitScopes, named: Readonly<Record<string, Record<string, unknown>>>): void => {
    const { [of]: _before, ...others } = scopes;
    onChange(Object.keys(named).length === 0 ? others : { ...others, [of]: named });
  };
  const add = (): void => {
    set(kind, { ...scopes[kind], [name.trim()]: {} });
    setName("");
  };
  return (
    <div className={styles.list}>
      {kinds.flatMap((of) =>
        Object.entries(scopes[of] ?? {}).map(([who, limits]) => (
          <Scope
            key={`${of} ${who}`}
            title={t(`settings.scopes.title.${of}`, { name: who })}
            path={`risk.scopes.${of}.${who}`}
            limits={limits}
            problems={partsWithin(problems, `${of}.${who}`)}
            disabled={disabled}
            limit={limit}
            onChange={(next) => set(of, { ...scopes[of], [who]: next })}
            onRemove={() => {
              const { [who]: _gone, ...others } = scopes[of] ?? {};
              set(of, others);
            }}
          />
        )),
      )}
      <fieldset className={styles.row} disabled={disabled}>
        <legend className="visually-hidden">{t("settings.scopes.new")}</legend>
        <div className={styles.fields}>
          <Select
            label={t("settings.scopes.kind")}
            className={styles.amount}
            value={kind}
            disabled={disabled}
            onChange={setKind}
            options={kinds.map((value) => ({ value, label: t(`settings.scopes.kind.${value}`) }))}
          />
          <Field
            className={styles.wide}
            label={t("settings.scopes.name")}
            maxLength={100}
            value={name}
            error={isTaken ? t("settings.scopes.taken") : undefined}
            onChange={setName}
          />
          <Button
            className={styles.beside}
            size="small"
            disabled={disabled || isTaken || name.trim() === ""}
            onClick={add}
          >
            <Plus aria-hidden />
            {t("settings.scopes.add")}
          </Button>
        </div>
      </fieldset>
    </div>
  );
}

interface ScopeProps {
  title: string;
  path: string;
  limits: Readonly<Record<string, unknown>>;
  problems: PartProblems;
  disabled: boolean;
  limit: (limit: ScopedLimit) => ReactNode;
  onChange: (limits: Record<string, unknown>) => void;
  onRemove: () => void;
}

function Scope({ title, path, limits, problems, disabled, limit, onChange, onRemove }: ScopeProps) {
  /** Asked for, and still without a value. */
  const [opened, setOpened] = useState<readonly string[]>([]);
  const shown = scopedFields.filter(({ key }) => limits[key] !== undefined || opened.includes(key));
  const others = scopedFields.filter((field) => !shown.includes(field));
  return (
    <fieldset className={styles.scope} disabled={disabled}>
      <legend>
        {title}{" "}
        <IconButton
          label={t("settings.row.remove", { row: title })}
          icon={<X aria-hidden />}
          size="small"
          disabled={disabled}
          onClick={onRemove}
        />
      </legend>
      {shown.length === 0 ? <p className={styles.words}>{t("settings.scopes.none")}</p> : null}
      {shown.map((field) =>
        limit({
          field,
          path: `${path}.${field.key}`,
          value: draftText(field, limits[field.key]),
          problems: partsWithin(problems, field.key),
          onChange: (text) => {
            const { [field.key]: _before, ...rest } = limits;
            setOpened([...opened.filter((key) => key !== field.key), field.key]);
            onChange(text === "" ? rest : { ...rest, [field.key]: draftValue(field, text) });
          },
        }),
      )}
      <Select
        label={t("settings.scopes.addLimit", { scope: title })}
        hideLabel
        className={styles.zone}
        value=""
        disabled={disabled}
        onChange={(key) => setOpened([...opened, key])}
        options={[
          { value: "", label: t("settings.scopes.choose") },
          ...others.map(({ key }) => ({ value: key as string, label: limitLabel(key) })),
        ]}
      />
    </fieldset>
  );
}
