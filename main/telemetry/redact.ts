const secretName =
  /secret|passwd|password|passphrase|mnemonic|authorization|cookie|credential|ticket|token|api-?_?key|private-?_?key|signing-?_?(key|seed)|session-?_?key|^(key|seed|pin)$/i;
const mark = "[redacted]";
const deepest = 8;

/** A copy in which every field with a secret-looking name is replaced; errors become name, message, code and stack. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const fields = redact({ ...value, ...(cause === undefined ? {} : { cause }) }, depth + 1) as object;
    return { name, message, stack, ...fields };
  }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, secretName.test(name) ? mark : redact(field, depth + 1)]),
  );
}
