const cache = new Map<string, Intl.NumberFormat>();

/** A cached formatter: constructing one costs a hundred times more than using it. English grouping, tabular digits. */
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat("en-US", options);
    cache.set(key, format);
  }
  return format;
}

const minus = /-/g;

/** Formats decimal text exactly (no double in between) or a double; the minus is a true minus sign, as wide as a plus. */
export function formatNumber(value: string | number, options: Intl.NumberFormatOptions): string {
  return numberFormat(options)
    .format(value as Intl.StringNumericLiteral | number)
    .replace(minus, "−");
}
