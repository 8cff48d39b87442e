const typed = /^([+-]?)\s*(\d*|[1-9]\d{0,2}(?:([,\s_])\d{3})(?:\3\d{3})*)(?:\.(\d*))?\s*([km]?)$/i;

/**
 * Reads what a person types into decimal text: `1,250.5`, `.5`, `2k`, `1.5m` (thousand, million).
 * Returns `null` for anything else, so also for a comma that is no group's: `0,5` means a half to many and five to nobody.
 * Nothing passes through a double.
 */
export function parseDecimal(text: string): string | null {
  const match = typed.exec(text.trim().replace("−", "-"));
  if (!match) return null;
  const [, sign, grouped = "", , fraction = "", suffix = ""] = match;
  const whole = grouped.replace(/\D/g, "");
  if (whole === "" && fraction === "") return null;
  const shift = suffix === "" ? 0 : suffix.toLowerCase() === "k" ? 3 : 6;
  const digits = whole + fraction.slice(0, shift).padEnd(shift, "0");
  const rest = fraction.slice(shift).replace(/0+$/, "");
  const integer = digits.replace(/^0+(?=\d)/, "") || "0";
  const negative = sign === "-" && /[1-9]/.test(integer + rest);
  return `${negative ? "-" : ""}${integer}${rest ? `.${rest}` : ""}`;
}
