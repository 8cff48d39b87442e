export const pageScheme = "app";
/** The origin of the packaged page; nothing else is given a port. */
export const pageOrigin = "app://proofdesk";
export const pageUrl = `${pageOrigin}/index.html`;

/** Scheme and host of an address, or `null`. `URL.origin` is the text "null" for schemes of one's own. */
export function originOf(address: string): string | null {
  try {
    const { protocol, host } = new URL(address);
    return host === "" ? null : `${protocol}//${host}`;
  } catch {
    return null;
  }
}
