const typed = /^([+-]?)(\d*)(?:\.(\d*))?([km]?)$/i;

/**
 * Reads what a person types into decimal text: `1,250.5`, `.5`, `2k`, `1.5m` (thousand, million).
 * Returns `null` for anything else; nothing passes through a double.
 */
export function parseDecimal(text: string): string | null {
  const match = typed.exec(
    text
      .trim()
      .replace("−", "-")
      .replace(/[\s,_]/g, ""),
  );
  if (!match) return null;
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole === "" && fraction === "") return null;
  const shift = suffix === "" ? 0 : suffix.toLowerCase() === "k" ? 3 : 6;
  const digits = whole + fraction.slice(0, shift).padEnd(shift, "0");
  const rest = fraction.slice(shift).replace(/0+$/, "");
  const integer = digits.replace(/^0+(?=\d)/, "") || "0";
  const negative = sign === "-" && /[1-9]/.test(integer + rest);
  return `${negative ? "-" : ""}${integer}${rest ? `.${rest}` : ""}`;
}
