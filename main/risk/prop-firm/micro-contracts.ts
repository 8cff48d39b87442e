import type { Instrument } from "../../../shared/model/instrument.ts";

/** Futures whose contract is a tenth of another's, by what their symbol begins with. */
const microRoots: ReadonlySet<string> = new Set(
  "MES MNQ MYM M2K MGC SIL MHG MCL MNG M6E M6A M6B MCD MJY MSF MBT MET".split(" "),
);

/** The root of a symbol such as `MESZ26` or `ES`: month and year apart. */
function rootOf(symbol: string): string {
  return /^([A-Z0-9]{2,4}?)(?:[FGHJKMNQUVXZ]\d{1,4})?$/.exec(symbol.toUpperCase())?.[1] ?? symbol.toUpperCase();
}

/** How many micro contracts one contract of an instrument counts as; `null` for what is not traded in contracts. */
export function microsEach({ assetClass, symbol }: Instrument, microsPerMini: number): number | null {
  if (assetClass !== "future") return null;
  return microRoots.has(rootOf(symbol)) ? 1 : microsPerMini;
}
