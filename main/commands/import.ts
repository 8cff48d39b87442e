import { toRfc3339 } from "../../shared/model/time.ts";
import type { RowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { readEvent } from "../audit/event-text.ts";
import { FillBook } from "../audit/statements/fill-book.ts";
import { readStatement } from "../audit/statements/read-statement.ts";
import { type Reconciliation, reconcile, unsearchedWords } from "../audit/statements/reconcile.ts";
import { plainLine } from "./plain-text.ts";
import { knownZone, readStatementText, symbolNames } from "./statement-options.ts";

export interface ImportOptions {
  readonly profileDir: string;
  readonly file: string;
  /** IANA zone of times that name no offset. */
  readonly zone: string;
  /** `STATEMENT=INSTRUMENT` pairs where a statement names an instrument in its own way. */
  readonly symbols: readonly string[];
  /** What the rows' macs are checked with; without them they are not. */
  readonly keys?: RowKeys | null;
}

export interface ImportResult extends Reconciliation {
  readonly exitCode: 0 | 1;
  readonly layout: string;
  readonly executions: number;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `import` command: compares a broker's statement with the journal. Exit code 1 where they differ. Throws Faults, and a UsageError for an unknown zone and half a pair of symbols. */
export function runImport({ profileDir, file, zone, symbols, keys = null }: ImportOptions): ImportResult {
  const [known, named] = [knownZone(zone), symbolNames(symbols)];
  const { layout, executions } = readStatement(readStatementText(file), known);
  const symbolOf = (id: string): string => named.get(id) ?? id.slice(id.indexOf(":") + 1);
  const { db, reader } = openRecord(profileDir, keys);
  try {
    const book = new FillBook();
    for (const { text } of reader.read(0, Number.MAX_SAFE_INTEGER)) book.take(readEvent(text));
    const compared = reconcile(executions, book.fills(), symbolOf, (fill, most) => book.splitsAfter(fill, most));
    const isSame = compared.onlyOnStatement.length === 0 && compared.onlyInJournal.length === 0;
    return {
      exitCode: isSame ? 0 : 1,
      layout,
      executions: executions.length,
      ...compared,
      lines: linesOf(compared, layout).map(plainLine),
    };
  } finally {
    db.close();
  }
}

function headline({ matched, onlyOnStatement, onlyInJournal, uncovered }: Reconciliation, layout: string): string {
  if (matched > 0 || onlyOnStatement.length > 0) {
    const others = uncovered === 0 ? "" : `; of ${uncovered} fills of other instruments or times it says nothing`;
    return `${layout}: ${matched} executions are in the journal as well${others}`;
  }
  const shown = `${layout}: the statement shows no execution`;
  return onlyInJournal.length > 0
    ? `${shown}: none of the journal's ${onlyInJournal.length} fills is on it`
    : `${shown} and the journal no fill: nothing was compared`;
}

function linesOf(compared: Reconciliation, layout: string): string[] {
  const { onlyOnStatement, unsearched, onlyInJournal, differences } = compared;
  return [
    headline(compared, layout),
    ...(unsearched > 0 ? [unsearchedWords(unsearched)] : []),
    ...onlyOnStatement.map(
      ({ line, symbol, side, size, price, at }) =>
        `only on the statement, line ${line}: ${side} ${size} ${symbol} at ${price}, ${toRfc3339(at)}`,
    ),
    ...onlyInJournal.map(
      ({ seq, instrumentId, side, size, price, at }) =>
        `only in the journal, event ${seq}: ${side} ${size} ${instrumentId} at ${price}, ${toRfc3339(at)}`,
    ),
    ...differences.map(
      ({ symbol, statement, journal }) => `${symbol}: the statement adds up to ${statement}, the journal to ${journal}`,
    ),
  ];
}
