import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { Ratio } from "../../../shared/model/ratio.ts";
import { apartMs } from "./fill-pool.ts";
import { matchExecutions } from "./match-executions.ts";
import type { StatementExecution } from "./read-statement.ts";
import { inUnitsAfter } from "./split-units.ts";

/** One fill as the journal tells it. */
export interface JournalFill {
  readonly seq: number;
  /** The desk's order; of a liquidation the venue's own. */
  readonly orderId: string;
  readonly instrumentId: string;
  readonly side: "buy" | "sell";
  readonly size: string;
  readonly price: string;
  /** UTC milliseconds. */
  readonly at: number;
}

export interface Reconciliation {
  /** Executions that fills of the journal add up to. */
  readonly matched: number;
  /** On the statement and not in the journal: traded elsewhere, or not recorded. */
  readonly onlyOnStatement: readonly StatementExecution[];
  /** How many of these were not searched for to the end, because too many fills lie beside them. */
  readonly unsearched: number;
  /**
   * In the journal and not on the statement, among the instruments and times that the statement covers; all of them where
   * it shows no execution, since nothing then says what it covers.
   */
  readonly onlyInJournal: readonly JournalFill[];
  /** How many fills of the journal are of other instruments or times: the statement says nothing of them. */
  readonly uncovered: number;
  /** Signed sizes by symbol where both sides differ, decimal text. */
  readonly differences: readonly { readonly symbol: string; readonly statement: string; readonly journal: string }[];
}

/** The first `most` splits of a fill's instrument that came after the fill. */
export type SplitsAfter = (fill: JournalFill, most: number) => readonly Ratio[];

/** A statement is drawn up in the units of its day, and may count what came before a split in old or in new ones. */
const mostSplits = 4;

/**
 * Compares a statement with the journal's fills. An execution is matched by fills of the same symbol and side whose sizes
 * add up to it, at its price or, where it is an average, at one that rounds to it, within five seconds
 * (`matchExecutions`); `symbolOf` names an instrument as the statement does. What is not found so is looked for in the units
 * after each of the first four splits that followed a fill. Throws a RangeError for an amount that is none.
 */
export function reconcile(
  executions: readonly StatementExecution[],
  fills: readonly JournalFill[],
  symbolOf: (instrumentId: string) => string,
  splitsAfter: SplitsAfter = () => [],
): Reconciliation {
  const { found, counted, unsearched } = matchInUnits(executions, fills, symbolOf, splitsAfter);
  const used = new Set(counted.keys());
  const symbols = new Set(executions.map(({ symbol }) => symbol));
  const first = executions.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY) - apartMs;
  const last = executions.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY) + apartMs;
  const isCovered = ({ instrumentId, at }: JournalFill): boolean =>
    executions.length === 0 || (symbols.has(symbolOf(instrumentId)) && at >= first && at <= last);
  const covered = fills.filter((fill) => used.has(fill) || isCovered(fill));
  return {
    matched: found.size,
    onlyOnStatement: executions.filter((each) => !found.has(each)).sort((a, b) => a.at - b.at),
    unsearched,
    onlyInJournal: covered.filter((fill) => !used.has(fill)),
    uncovered: fills.length - covered.length,
    differences: differencesOf(
      executions,
      covered.map((fill) => counted.get(fill) ?? fill),
      symbolOf,
    ),
  };
}

interface MatchedInUnits {
  readonly found: ReadonlySet<StatementExecution>;
  /** Each fill that an execution has, in the units in which it has it. */
  readonly counted: ReadonlyMap<JournalFill, JournalFill>;
  readonly unsearched: number;
}

/** Matches fills as they were recorded, and what is left in the units after one split more, and so on. */
function matchInUnits(
  executions: readonly StatementExecution[],
  fills: readonly JournalFill[],
  symbolOf: (instrumentId: string) => string,
  splitsAfter: SplitsAfter,
): MatchedInUnits {
  const found = new Set<StatementExecution>();
  const counted = new Map<JournalFill, JournalFill>();
  const cut = new Set<StatementExecution>();
  for (let splits = 0; splits <= mostSplits; splits++) {
    const wanted = executions.filter((each) => !found.has(each));
    const left = fills.filter((each) => !counted.has(each));
    if (splits > 0 && (wanted.length === 0 || left.every((each) => splitsAfter(each, splits).length < splits))) break;
    const fillOf = new Map(left.map((each) => [restated(each, splitsAfter(each, splits)), each]));
    const { fillsOf, unsearched } = matchExecutions(wanted, [...fillOf.keys()], symbolOf);
    for (const each of unsearched) cut.add(each);
    for (const [execution, parts] of fillsOf) {
      found.add(execution);
      for (const part of parts) counted.set(fillOf.get(part) as JournalFill, part);
    }
  }
  return { found, counted, unsearched: [...cut].filter((each) => !found.has(each)).length };
}

function restated(fill: JournalFill, splits: readonly Ratio[]): JournalFill {
  return splits.length === 0 ? fill : inUnitsAfter(fill, splits);
}

/** What a person is told of a search that had to stop. */
export function unsearchedWords(count: number): string {
  return `${count} of the executions that no fills were found for were not searched for to the end: too many fills lie beside them`;
}

function differencesOf(
  executions: readonly StatementExecution[],
  fills: readonly JournalFill[],
  symbolOf: (instrumentId: string) => string,
): Reconciliation["differences"] {
  const onStatement = Map.groupBy(executions, ({ symbol }) => symbol);
  const inJournal = Map.groupBy(fills, ({ instrumentId }) => symbolOf(instrumentId));
  return [...onStatement].flatMap(([symbol, same]) => {
    const statement = net(same);
    const journal = net(inJournal.get(symbol) ?? []);
    return statement === journal ? [] : [{ symbol, statement, journal }];
  });
}

function net(parts: readonly { readonly side: string; readonly size: string }[]): string {
  const sum = parts.reduce((all, { side, size }) => all + (side === "buy" ? units(size) : -units(size)), 0n);
  return formatFixed(sum, MONEY_DIGITS);
}

function units(text: string): bigint {
  return parseFixed(text, MONEY_DIGITS);
}
