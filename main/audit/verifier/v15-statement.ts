import { FillBook } from "../statements/fill-book.ts";
import type { Statement } from "../statements/read-statement.ts";
import { type Reconciliation, reconcile, unsearchedWords } from "../statements/reconcile.ts";
import { Findings, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

function tell(compared: Reconciliation, findings: Findings, record: string): void {
  const { onlyOnStatement, unsearched, onlyInJournal, differences } = compared;
  if (unsearched > 0) findings.add(unsearchedWords(unsearched));
  for (const { line, side, size, symbol, price } of onlyOnStatement)
    findings.add(`${side} ${size} ${symbol} at ${price} is on the statement and not in ${record}`, `line ${line}`);
  for (const { seq, side, size, instrumentId, price } of onlyInJournal)
    findings.add(
      `${side} ${size} ${instrumentId} at ${price} is in ${record} and not on the statement`,
      `event ${seq}`,
    );
  for (const { symbol, statement, journal } of differences)
    findings.add(`${symbol}: the statement adds up to ${statement}, ${record} to ${journal}`);
}

/** V15: the fills of the journal are those of the broker's statement, where the reader gives one. */
export const statementAgrees: OpenCheck = ({ givens: { statement }, full }) => {
  const book = new FillBook();
  const unreadable: number[] = [];
  return {
    event(bundled) {
      if (statement === null || bundled.known === null || !FillBook.takes(bundled.known.type)) return;
      try {
        const event = bundled.whole();
        if (event !== null) book.take(event);
      } catch {
        unreadable.push(bundled.seq);
      }
    },
    conclude() {
      if (statement === null) {
        const text = "no broker statement was compared: trades made outside the desk would not show";
        return [verdict("completeness", "V15", "note", text)];
      }
      const findings = new Findings("V15", "completeness");
      for (const seq of unreadable) findings.add("the fill cannot be read", `event ${seq}`);
      const { read, symbols } = statement;
      const fills = book.fills();
      if (read.executions.length === 0) return nothingShown(read.layout, fills.length, findings);
      try {
        const symbolOf = (id: string): string => symbols.get(id) ?? id.slice(id.indexOf(":") + 1);
        const compared = reconcile(read.executions, fills, symbolOf, (fill, most) => book.splitsAfter(fill, most));
        // Executions before and behind a part are none of its own, and it does not show whether the journal has them.
        const record = full ? "the journal" : "this part of the journal";
        tell(compared, findings, record);
        return [...findings.conclude(agreement(read, compared, record)), ...orderlessNote(book)];
      } catch (error) {
        findings.add(`the statement cannot be compared: ${(error as Error).message.slice(0, 200)}`);
        return findings.conclude("");
      }
    },
  };
};

function orderlessNote({ orderless }: FillBook): Verdict[] {
  if (orderless === 0) return [];
  const text = `${orderless} fills are of orders that no event here tells of: they are compared with nothing`;
  return [verdict("completeness", "V15", "note", text)];
}

function agreement({ layout, executions }: Statement, { uncovered }: Reconciliation, record: string): string {
  const matched = `${executions.length} executions of the ${layout} statement are in ${record}`;
  return uncovered === 0 ? matched : `${matched}; of ${uncovered} fills of other instruments or times it says nothing`;
}

/** A statement without an execution is no agreement: either the journal's fills are missing on it, or there was nothing to compare. */
function nothingShown(layout: string, fills: number, findings: Findings): Verdict[] {
  const shown = `the ${layout} statement shows no execution`;
  if (fills > 0) findings.add(`${shown}: none of the journal's ${fills} fills is on it`);
  if (findings.count > 0) return findings.conclude("");
  const text = `${shown} and the journal no fill: nothing was compared`;
  return [verdict("completeness", "V15", "note", text)];
}
