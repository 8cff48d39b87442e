/** Words of a schema or a note as a sentence for the eye: a capital at the start, a stop at the end, no backticks. */
export function sentence(words: string): string {
  const plain = words.replaceAll("`", "").trim();
  if (plain === "") return "";
  const begun = `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
