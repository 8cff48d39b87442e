import { quoted } from "../../shared/model/quoted.ts";
import type { RecordedVerdict, RuleRow } from "../../shared/model/risk.ts";
import { codeRuns } from "../../shared/model/rule-codes.ts";
import { clearOf, type Measurement, off } from "./rule.ts";
import { rules } from "./rules/registry.ts";

/** What a rule said, and how that was written. */
interface Written {
  readonly measured: Measurement;
  readonly reducing: boolean;
  readonly text: string;
}

/** What never changes of a rule's row, and the answer that needs none. */
const parts = rules.map(({ code, setting }) => ({
  code,
  setting,
  head: `{"code":${quoted(code)}`,
  clear: clearOf(code),
}));

/**
 * Writes verdicts as the journal keeps them: the canonical JSON of a {@link RecordedVerdict}, without making it first. What
 * a rule says again without a look at the size is written once, and so are the codes of the rules that are clear or off.
 */
export class VerdictText {
  readonly #written: (Written | undefined)[] = parts.map(() => undefined);
  readonly #clear = new CodeList();
  readonly #unset = new CodeList();

  /** `measured` are the answers of the rules that were `asked`, by their places; `rowOf` words one. */
  write(
    { maxPassingSize, orderId, outcome, reducing }: Omit<RecordedVerdict, "rows" | "clear" | "unset">,
    asked: readonly number[],
    measured: readonly Measurement[],
    rowOf: (place: number) => RuleRow,
  ): string {
    this.#clear.begin();
    this.#unset.begin();
    let rows = "";
    let next = 0;
    for (let place = 0; place < asked.length; place++) {
      const index = asked[place] as number;
      while (next < index) this.#unset.add(next++);
      next = index + 1;
      const answer = measured[place] as Measurement;
      if (answer === off) this.#unset.add(index);
      else if (answer === parts[index]?.clear) this.#clear.add(index);
      else rows += (rows === "" ? "" : ",") + this.#row(index, answer, reducing, place, rowOf);
    }
    while (next < parts.length) this.#unset.add(next++);
    return `{"clear":[${this.#clear.text}],"maxPassingSize":${quoted(maxPassingSize)},"orderId":${quoted(orderId)},"outcome":"${outcome}","reducing":${reducing},"rows":[${rows}],"unset":[${this.#unset.text}]}`;
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
}

/** What there is nothing to say of is left out, and the setting where it is the rule's own. */
function rowText(index: number, row: RuleRow): string {
  const { head, setting: own } = parts[index] as (typeof parts)[number];
  const { headroom, limit, maxPassingSize, observed, outcome, setting, text } = row;
  let written = head;
  if (headroom !== null) written += `,"headroom":${quoted(headroom)}`;
  if (limit !== null) written += `,"limit":${quoted(limit)}`;
  if (maxPassingSize !== null) written += `,"maxPassingSize":${quoted(maxPassingSize)}`;
  if (observed !== null) written += `,"observed":${quoted(observed)}`;
  written += `,"outcome":"${outcome}"`;
  if (setting !== own && setting !== null) written += `,"setting":${quoted(setting)}`;
  return `${written},"text":${quoted(text)}}`;
}

/** Lists that are remembered with their texts: orders of one kind leave the same rules clear. */
const mostLists = 64;

/** A list of rules that is mostly one of a few. */
class CodeList {
  #rules: number[] = [];
  #length = 0;
  #changed = true;
  #text = "";
  readonly #texts = new Map<string, string>();

  begin(): void {
    this.#length = 0;
  }

  add(index: number): void {
    if (this.#rules[this.#length] !== index) {
      this.#rules[this.#length] = index;
      this.#changed = true;
    }
    this.#length++;
  }

  get text(): string {
    if (this.#changed || this.#length !== this.#rules.length) {
      this.#rules.length = this.#length;
      this.#text = this.#textOf(this.#rules);
      this.#changed = false;
    }
    return this.#text;
  }

  #textOf(indexes: readonly number[]): string {
    const key = String.fromCharCode(...indexes);
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = codeRuns(indexes.map((index) => parts[index]?.code ?? ""))
        .map(quoted)
        .join(",");
      if (this.#texts.size >= mostLists) this.#texts.clear();
      this.#texts.set(key, text);
    }
    return text;
  }
}
