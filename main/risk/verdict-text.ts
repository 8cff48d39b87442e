import { quoted, quotedOrNull } from "../../shared/model/quoted.ts";
import type { RecordedVerdict, RuleRow } from "../../shared/model/risk.ts";
import { type Measurement, off } from "./rule.ts";
import { rules } from "./rules/registry.ts";

/** What a rule said, and how that was written. */
interface Written {
  readonly measured: Measurement;
  readonly reducing: boolean;
  readonly text: string;
}

/** The texts of a row's rule that never change. */
const parts = rules.map(({ code, name }) => ({
  code,
  head: `{"code":${quoted(code)},"headroom":`,
  rule: `","rule":${quoted(name)},"setting":`,
}));

/**
 * Writes verdicts as the journal keeps them: the canonical JSON of a {@link RecordedVerdict}, without making it first. What
 * a rule says again without a look at the size is written once, and so are the codes of the rules that are off.
 */
export class VerdictText {
  readonly #written: (Written | undefined)[] = parts.map(() => undefined);
  #asked: readonly number[] = [];
  #unset = "";

  /** `measured` are the answers of the rules that were `asked`, by their places; `rowOf` words one. */
  write(
    { maxPassingSize, orderId, outcome, reducing }: Omit<RecordedVerdict, "rows" | "unset">,
    asked: readonly number[],
    measured: readonly Measurement[],
    rowOf: (place: number) => RuleRow,
  ): string {
    let rows = "";
    let silent = false;
    for (let place = 0; place < asked.length; place++) {
      const answer = measured[place] as Measurement;
      if (answer === off) silent = true;
      else rows += (rows === "" ? "" : ",") + this.#row(asked[place] as number, answer, reducing, place, rowOf);
    }
    const unset = silent ? unsetText(asked.filter((_, place) => measured[place] !== off)) : this.#unsetBeside(asked);
    return `{"maxPassingSize":${quoted(maxPassingSize)},"orderId":${quoted(orderId)},"outcome":"${outcome}","reducing":${reducing},"rows":[${rows}],"unset":[${unset}]}`;
  }

  #row(
    index: number,
    measured: Measurement,
    reducing: boolean,
    place: number,
    rowOf: (place: number) => RuleRow,
  ): string {
    const known = this.#written[index];
    if (known !== undefined && known.measured === measured && known.reducing === reducing) return known.text;
    const text = rowText(index, rowOf(place));
    if (measured.maxSize === null) this.#written[index] = { measured, reducing, text };
    return text;
  }

  #unsetBeside(asked: readonly number[]): string {
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#unset = unsetText(asked);
    }
    return this.#unset;
  }
}

function rowText(index: number, row: RuleRow): string {
  const { head, rule } = parts[index] as (typeof parts)[number];
  const { headroom, limit, maxPassingSize, observed, outcome, setting, text } = row;
  return `${head}${quotedOrNull(headroom)},"limit":${quotedOrNull(limit)},"maxPassingSize":${quotedOrNull(maxPassingSize)},"observed":${quotedOrNull(observed)},"outcome":"${outcome}${rule}${quotedOrNull(setting)},"text":${quoted(text)}}`;
}

/** The codes of all rules but those. */
function unsetText(but: readonly number[]): string {
  return parts
    .filter((_, index) => !but.includes(index))
    .map(({ code }) => quoted(code))
    .join(",");
}
