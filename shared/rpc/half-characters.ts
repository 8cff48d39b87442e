/** The path of the first text in a value that holds half a character, which no record and no file can hold; `null` for none. */
export function halfCharacterIn(value: unknown, path = ""): string | null {
  if (typeof value === "string") return value.isWellFormed() ? null : path;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    const found = name.isWellFormed() ? halfCharacterIn(member, at) : path;
    if (found !== null) return found;
  }
  return null;
}
