import type { JournalData, JournalValue } from "../../shared/model/journal-event.ts";

/** What a sentence needs of an event's data. */
interface Words {
  text(value: JournalValue | undefined): string;
  symbolOf(data: JournalData): string;
}

/** Cash that came or went, in one sentence; without a kind it is what the account was opened with. */
export function describeFunds(data: JournalData, { text, symbolOf }: Words): string {
  const amount = text(data.amount);
  const isTaken = amount.startsWith("-");
  const money = `${isTaken ? amount.slice(1) : amount} ${text(data.currency)}`;
  const why = text(data.reason) ? `: ${text(data.reason)}` : "";
  switch (data.kind) {
    case "funding":
      return `Funding of ${nameOf(data, symbolOf)} ${isTaken ? "paid" : "received"}: ${money} at a rate of ${text(data.rate)}`;
    case "cash":
      return `${money} ${isTaken ? "charged" : "credited"} without a trade${why}`;
    case "transfer":
      return `${money} ${isTaken ? "withdrawn" : "deposited"}${why}`;
    default:
      return `The account is funded with ${money}`;
  }
}

/** What a venue or the market did to a position, or why a report of it changed nothing. */
export function describeReconciled(data: JournalData, { text, symbolOf }: Words): string {
  const name = nameOf(data, symbolOf);
  switch (data.kind) {
    case "liquidation":
      return `The venue liquidates ${text(data.size)} of ${name} at ${text(data.price)}: ${text(data.reason)}`;
    case "split":
      return `${name} splits: one old unit becomes ${text(data.ratio)} new`;
    default:
      return `A report about the account changes nothing: ${text(data.reason)}`;
  }
}

/** A setting, or what an instrument is called or counted in. */
export function describeConfig(data: JournalData, { text, symbolOf }: Words): string {
  switch (data.kind) {
    case "renamed":
      return `${text(data.was)} is called ${text(data.symbol)} from now on`;
    case "increments":
      return `${symbolOf(data)} trades in prices of ${text(data.priceIncrement)} and sizes of ${text(data.sizeIncrement)} from now on`;
    default:
      if (data.to === undefined) return "The limits are written down as they stand";
      return `Setting ${text(data.path)} changes from ${text(data.from)} to ${text(data.to)}`;
  }
}

function nameOf(data: JournalData, symbolOf: Words["symbolOf"]): string {
  const symbol = symbolOf(data);
  return typeof data.positionSide === "string" ? `the ${data.positionSide} ${symbol}` : symbol;
}
