import { shell } from "electron";

/** The attribution that the chart library's licence asks for. */
const allowedLinks: ReadonlySet<string> = new Set(["https://www.tradingview.com/"]);

/** A mail that carries a checkpoint of the journal to the firm, as Compliance makes it: no copies, no attachments. */
const receiptMail = /^mailto:[^?&]{0,600}\?subject=Checkpoint%20of%20proofdesk%2F[^&]*&body=[^&]*$/;

/** The only way out of the desk: exact addresses and the mail to the firm, everything else is dropped. */
export function openExternalLink(address: string): boolean {
  if (!allowedLinks.has(address) && !receiptMail.test(address)) return false;
  void shell.openExternal(address);
  return true;
}
