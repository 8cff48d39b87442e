import { z } from "zod";

/**
 * How a page is admitted on the loopback socket, before any other frame:
 *
 * 1. The desk opens `http://127.0.0.1:PORT/#ticket=…`. A ticket lives 60 seconds, works once, and stays in the
 *    fragment, so no server log or process list keeps anything of lasting worth.
 * 2. The page opens `ws://127.0.0.1:PORT/` and sends `Hello` as its first frame: the ticket of the fragment, or the
 *    session it keeps in `sessionStorage` under `sessionStorageKey` (then F5 works). It removes the fragment at once.
 * 3. The desk answers `Welcome` with the session and its role; every later frame belongs to the contract.
 *
 * A wrong, used or expired ticket, an unknown session, no hello within 5 seconds or anything else as the first frame
 * closes the socket with `closeCodes.refused`, `.helloTimeout` or `.malformed`. A page refused with its session must
 * forget it and ask the person to open the desk again.
 */
export const Hello = z.union([
  z.strictObject({ kind: z.literal("hello"), ticket: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("hello"), session: z.string().min(1).max(200) }),
]);
export type Hello = z.infer<typeof Hello>;

export const Welcome = z.strictObject({
  kind: z.literal("welcome"),
  session: z.string().min(1),
  role: z.enum(["viewer", "trader"]),
});
export type Welcome = z.infer<typeof Welcome>;

/** Where the page keeps its session: per tab and per origin (port included), unlike a cookie. */
export const sessionStorageKey = "proofdesk.session";

/** The fragment of the address that carries the ticket. */
export const ticketFragment = "#ticket=";
