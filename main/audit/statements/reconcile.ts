import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { StatementExecution } from "./read-statement.ts";

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

/** How far apart the clocks of a venue and of the desk may be. */
const apartMs = 5_000;

/**
 * Compares a statement with the journal's fills. An execution is matched by fills of the same symbol and side whose sizes
 * add up to it, at prices whose average is its own, within five seconds; `symbolOf` names an instrument as the
 * statement does.
 */
export function reconcile(
  executions: readonly StatementExecution[],
  fills: readonly JournalFill[],
  symbolOf: (instrumentId: string) => string,
): Reconciliation {
  const used = new Set<JournalFill>();
  const onlyOnStatement: StatementExecution[] = [];
  for (const execution of [...executions].sort((a, b) => a.at - b.at)) {
    const candidates = fills.filter(
      (fill) =>
        !used.has(fill) &&
        fill.side === execution.side &&
        symbolOf(fill.instrumentId) === execution.symbol &&
        Math.abs(fill.at - execution.at) <= apartMs,
    );
    const chosen = adding(candidates, execution);
    if (chosen === null) onlyOnStatement.push(execution);
    else for (const fill of chosen) used.add(fill);
  }
  const symbols = new Set(executions.map(({ symbol }) => symbol));
  const first = executions.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY) - apartMs;
  const last = executions.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY) + apartMs;
  const covered = fills.filter(
    ({ instrumentId, at }) =>
      executions.length === 0 || (symbols.has(symbolOf(instrumentId)) && at >= first && at <= last),
  );
  return {
    matched: executions.length - onlyOnStatement.length,
    onlyOnStatement,
    onlyInJournal: covered.filter((fill) => !used.has(fill)),
    uncovered: fills.length - covered.length,
    differences: [...symbols].flatMap((symbol) => {
      const statement = net(executions.filter((each) => each.symbol === symbol));
      const journal = net(covered.filter((each) => symbolOf(each.instrumentId) === symbol));
      return statement === journal ? [] : [{ symbol, statement, journal }];
    }),
  };
}

/** The fills in order that make up an execution exactly: one alone, else the first that add up; `null` where none do. */
function adding(fills: readonly JournalFill[], { size, price }: StatementExecution): readonly JournalFill[] | null {
  const wanted = units(size);
  const whole = fills.find((fill) => units(fill.size) === wanted && units(fill.price) === units(price));
  if (whole !== undefined) return [whole];
  const taken: JournalFill[] = [];
  let sum = 0n;
  let notional = 0n;
  for (const fill of fills) {
    if (sum + units(fill.size) > wanted) continue;
    taken.push(fill);
    sum += units(fill.size);
    notional += units(fill.size) * units(fill.price);
    if (sum === wanted) return notional === wanted * units(price) ? taken : null;
  }
  return null;
}

function net(parts: readonly { readonly side: string; readonly size: string }[]): string {
  const sum = parts.reduce((all, { side, size }) => all + (side === "buy" ? units(size) : -units(size)), 0n);
  return formatFixed(sum, MONEY_DIGITS);
}

function units(text: string): bigint {
  return parseFixed(text, MONEY_DIGITS);
}
