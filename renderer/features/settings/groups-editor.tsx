import { mostGroups } from "../../../shared/model/optional-limits.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency, useInstruments } from "../../stores/desk.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import type { GroupsDraft } from "./limit-draft.ts";
import type { PartProblems } from "./limit-parts.ts";
import styles from "./limit-rows.module.css";
import { RowList } from "./row-list.tsx";

interface GroupsEditorProps {
  groups: GroupsDraft;
  problems: PartProblems;
  disabled: boolean;
  onChange: (groups: GroupsDraft) => void;
}

/** Instruments that move together, chosen from those of the desk, and what they may be worth together. */
export function GroupsEditor({ groups, problems, disabled, onChange }: GroupsEditorProps) {
  const currency = useCurrency();
  const instruments = useInstruments();
  return (
    <RowList<GroupsDraft[number]>
      rows={groups}
      rowName={(number) => t("settings.groups.row", { number })}
      addLabel={t("settings.groups.add")}
      added={() => ({ name: "", instrumentIds: [], maxExposure: "" })}
      most={mostGroups}
      disabled={disabled}
      onChange={(rows) => onChange([...rows])}
    >
      {({ name, instrumentIds, maxExposure }, at, change) => (
        <>
          <Field
            className={styles.wide}
            label={t("settings.groups.name")}
            maxLength={100}
            value={name}
            error={problems.get(`${at}.name`)}
            onChange={(next) => change({ name: next })}
          />
          <NumberField
            className={styles.amount}
            label={t("settings.groups.most")}
            unit={currency}
            step="1000"
            value={maxExposure}
            disabled={disabled}
            error={maxExposure === "" ? t("settings.part.amount") : problems.get(`${at}.maxExposure`)}
            onChange={(next) => change({ maxExposure: next })}
          />
          <fieldset aria-label={t("settings.groups.instruments")} className={styles.choices}>
            {[...new Set([...instruments.map(({ id }) => id), ...instrumentIds])].map((id) => (
              <Checkbox
                key={id}
                label={id}
                checked={instrumentIds.includes(id)}
                disabled={disabled}
                onChange={(isIn) =>
                  change({ instrumentIds: isIn ? [...instrumentIds, id] : instrumentIds.filter((one) => one !== id) })
                }
              />
            ))}
          </fieldset>
          {instrumentIds.length === 0 ? (
            <p role="alert" className={styles.problem}>
              {t("settings.groups.none")}
            </p>
          ) : null}
        </>
      )}
    </RowList>
  );
}
