import { sessionStorageKey, ticketFragment } from "../../shared/rpc/hello.ts";

/** The part of the window that admission needs; a test passes its own. */
export interface PagePlace {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
  readonly sessionStorage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

export type Admission = { readonly ticket: string } | { readonly session: string };

/** Takes the single-use ticket out of the address, so that neither a bookmark nor a screenshot carries it. */
export function takeTicket(place: PagePlace): string | null {
  const { hash, pathname, search } = place.location;
  if (!hash.startsWith(ticketFragment)) return null;
  place.history.replaceState(null, "", pathname + search);
  return decodeURIComponent(hash.slice(ticketFragment.length)) || null;
}

/**
 * Another address of the desk that is opened in a page which was refused changes the hash alone: the page begins anew with
 * its ticket. One that is connected stays so, because the ticket of an old address would end its session.
 */
export function beginWithTicket(
  page: {
    readonly location: { readonly hash: string; reload(): void };
    addEventListener(type: "hashchange", listener: () => void): void;
  },
  isRefused: () => boolean,
): void {
  page.addEventListener("hashchange", () => {
    if (page.location.hash.startsWith(ticketFragment) && isRefused()) page.location.reload();
  });
}

/** The session of an earlier admission in this tab, so that a reload needs no new ticket. */
export function readSession(place: PagePlace): string | null {
  try {
    return place.sessionStorage.getItem(sessionStorageKey);
  } catch {
    return null;
  }
}

/** Keeps the session for this tab, or forgets a refused one. */
export function keepSession(place: PagePlace, session: string | null): void {
  try {
    if (session === null) place.sessionStorage.removeItem(sessionStorageKey);
    else place.sessionStorage.setItem(sessionStorageKey, session);
  } catch {
    // Without storage the session lasts until the page reloads.
  }
}
