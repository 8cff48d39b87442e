import { AssetClass } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency, useInstruments } from "../../stores/desk.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import type { PairDraft } from "./limit-draft.ts";
import type { PartProblems } from "./limit-parts.ts";
import styles from "./limit-rows.module.css";
import { RowList } from "./row-list.tsx";

interface PairsEditorProps {
  /** What the names are: instruments, of which `*` is every other one, or asset classes. */
  names: "instruments" | "classes";
  pairs: readonly PairDraft[];
  problems: PartProblems;
  disabled: boolean;
  onChange: (pairs: readonly PairDraft[]) => void;
}

/** The largest amount for each name; every name once. */
export function PairsEditor({ names, pairs, problems, disabled, onChange }: PairsEditorProps) {
  const currency = useCurrency();
  const instruments = useInstruments();
  const known = names === "classes" ? AssetClass.options : [...instruments.map(({ id }) => id), "*"];
  const taken = new Set(pairs.map(({ name }) => name));
  const free = known.find((name) => !taken.has(name));
  return (
    <RowList<PairDraft>
      rows={pairs}
      rowName={(number) => t("settings.pairs.row", { number })}
      addLabel={t(`settings.pairs.add.${names}`)}
      added={free === undefined ? undefined : () => ({ name: free, amount: "" })}
      most={known.length}
      disabled={disabled}
      onChange={onChange}
    >
      {({ name, amount }, at, change) => (
        <>
          <Select
            label={t(`settings.pairs.${names}`)}
            className={styles.wide}
            value={name}
            disabled={disabled}
            onChange={(next) => change({ name: next })}
            options={[...new Set([name, ...known])]
              .filter((one) => one === name || !taken.has(one))
              .map((value) => ({ value, label: value === "*" ? t("settings.pairs.rest") : value }))}
          />
          <NumberField
            className={styles.amount}
            label={t(`settings.pairs.most.${names}`)}
            unit={names === "classes" ? currency : t("settings.unit.units")}
            value={amount}
            disabled={disabled}
            error={amount === "" ? t("settings.part.amount") : problems.get(name)}
            onChange={(next) => change({ amount: next })}
          />
          {pairs.findIndex((one) => one.name === name) < at ? (
            <p role="alert" className={styles.problem}>
              {t("settings.pairs.twice")}
            </p>
          ) : null}
        </>
      )}
    </RowList>
  );
}
