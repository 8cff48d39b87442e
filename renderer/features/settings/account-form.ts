import { Conversion } from "../../../shared/model/account-terms.ts";
import { PaperAccountSettings } from "../../../shared/model/settings.ts";

/** One declared conversion as typed: `worth` is a rate, or the id of the instrument whose last price is the rate. */
export interface ConversionForm {
  readonly from: string;
  readonly to: string;
  readonly worth: string;
}

/** The account of a new profile as typed. */
export interface AccountForm {
  readonly name: string;
  readonly currency: string;
  readonly cash: string;
  readonly leverage: string;
  readonly positionMode: PaperAccountSettings["terms"]["positionMode"];
  readonly costBasis: PaperAccountSettings["terms"]["costBasis"];
  readonly marginMode: PaperAccountSettings["terms"]["marginMode"];
  readonly dayZone: string;
  readonly dayStartsAt: string;
  readonly conversions: readonly ConversionForm[];
}

export function accountToForm({ currency, cash, leverage, terms }: PaperAccountSettings): AccountForm {
  const { positionMode, costBasis, marginMode, dayZone, dayStartsAt } = terms;
  const conversions = terms.conversions.map(({ from, to, rate, instrumentId }) => ({
    from,
    to,
    worth: rate ?? instrumentId ?? "",
  }));
  const kept = { positionMode, costBasis, marginMode, dayZone, dayStartsAt };
  return { name: "", currency, cash, leverage, ...kept, conversions };
}

export type AccountField = "name" | "currency" | "cash" | "leverage" | "dayStartsAt" | "conversions";
export type AccountProblem =
  | "settings.problem.decimal"
  | "settings.problem.name"
  | "settings.problem.currency"
  | "settings.problem.time"
  | "settings.problem.conversion";

export type AccountReading =
  | { readonly ok: true; readonly name: string; readonly account: PaperAccountSettings }
  | { readonly ok: false; readonly problems: ReadonlyMap<AccountField, AccountProblem> };

const isDecimal = (text: string): boolean => /^(0|[1-9]\d*)(\.\d+)?$/.test(text);
const isPositive = (text: string): boolean => isDecimal(text) && /[1-9]/.test(text);

/** Reads the form into the account a profile can be made with, or says what is wrong where. */
export function readAccount(form: AccountForm): AccountReading {
  const problems = new Map<AccountField, AccountProblem>();
  const name = form.name.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(name)) problems.set("name", "settings.problem.name");
  const currency = form.currency.trim();
  if (!/^[A-Za-z0-9]{2,10}$/.test(currency)) problems.set("currency", "settings.problem.currency");
  for (const field of ["cash", "leverage"] as const)
    if (!isPositive(form[field].trim())) problems.set(field, "settings.problem.decimal");
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(form.dayStartsAt)) problems.set("dayStartsAt", "settings.problem.time");
  const conversions = form.conversions.map(readConversion);
  if (conversions.includes(null)) problems.set("conversions", "settings.problem.conversion");
  if (problems.size > 0) return { ok: false, problems };
  const { positionMode, costBasis, marginMode, dayZone, dayStartsAt } = form;
  const account = PaperAccountSettings.parse({
    currency,
    cash: form.cash.trim(),
    leverage: form.leverage.trim(),
    terms: { positionMode, costBasis, marginMode, dayZone, dayStartsAt, conversions },
  });
  return { ok: true, name, account };
}

function readConversion({ from, to, worth }: ConversionForm): Conversion | null {
  const text = worth.trim();
  const value = isDecimal(text) ? { rate: text } : { instrumentId: text };
  const read = Conversion.safeParse({ from: from.trim(), to: to.trim(), ...value });
  return read.success && from.trim() !== to.trim() ? read.data : null;
}
