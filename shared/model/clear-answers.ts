/** What a rule says that has nothing to measure and nothing against an order. */
export interface ClearAnswer {
  readonly text: string;
  readonly observed: string | null;
  readonly limit: string | null;
}

const plain = (text: string): ClearAnswer => ({ text, observed: null, limit: null });

/**
 * Rules that mostly have nothing to measure, and what each says then. A verdict in the journal names only their codes, so
 * these sentences are part of the record's format: none of them changes.
 */
export const clearAnswers: ReadonlyMap<string, ClearAnswer> = new Map([
  ["RISK-004", { text: "Trading is active", observed: "active", limit: "active" }],
  ["RISK-008", { text: "The journal takes events", observed: "open", limit: "open" }],
  ["RISK-009", plain("The order is not reduce-only")],
  ["RISK-010", plain("The instrument sets no smallest or largest size")],
  ["RISK-024", plain("No order of your own rests on the other side")],
  ["RISK-034", plain("The last trade that ended was no loss")],
  ["RISK-042", { text: "No circuit breaker has tripped", observed: "0", limit: "0" }],
  ["RISK-043", plain("The account is not locked out")],
]);
