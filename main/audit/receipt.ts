import { parseCheckpoint } from "./checkpoint.ts";

/** The most characters of a link that mail programs take without cutting it. */
const maxLinkLength = 1900;

/** A `mailto:` link (RFC 6068) that puts a checkpoint into a mail. `null` where the note is none or too long for a link. */
export function receiptLink(to: string, note: string): string | null {
  const checkpoint = parseCheckpoint(note);
  if (typeof checkpoint === "string") return null;
  const subject = `Checkpoint of ${checkpoint.origin}: ${checkpoint.size} events`;
  const body = `${note}\nPlease keep this mail, and answer it with the text above as the receipt.\n`.replaceAll(
    "\n",
    "\r\n",
  );
  const address = encodeURIComponent(to).replaceAll("%40", "@");
  const link = `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return link.length <= maxLinkLength ? link : null;
}
