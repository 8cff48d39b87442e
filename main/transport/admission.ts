import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Role } from "../../shared/rpc/contract.ts";
import type { Hello } from "../../shared/rpc/hello.ts";

/** A ticket is for the page that is being opened right now. */
export const ticketTtlMs = 60_000;
const maxTickets = 64;

export interface Admission {
  /** A secret that admits one page with this role, once, within a minute. */
  issueTicket(role: Role): string;
  /** The session and role that the hello is good for, or `null`; a ticket is used up by asking. */
  admit(hello: Hello): { session: string; role: Role } | null;
}

interface Grant {
  digest: Buffer;
  role: Role;
  expiresAtMs: number;
}

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();
const newSecret = (): string => randomBytes(32).toString("base64url");

// Every grant is compared, and by digest, so that time tells nothing about a secret.
function matching(grants: readonly Grant[], secret: string): Grant | undefined {
  const digest = digestOf(secret);
  let found: Grant | undefined;
  for (const grant of grants) if (timingSafeEqual(grant.digest, digest)) found = grant;
  return found;
}

/** Tickets and sessions of one loopback server; it keeps digests only. `now` is in milliseconds and only moves forward. */
export function createAdmission(now: () => number): Admission {
  let tickets: Grant[] = [];
  const sessions: Grant[] = [];
  return {
    issueTicket(role) {
      const ticket = newSecret();
      const grant: Grant = { digest: digestOf(ticket), role, expiresAtMs: now() + ticketTtlMs };
      tickets = [...tickets.filter(({ expiresAtMs }) => expiresAtMs > now()), grant].slice(-maxTickets);
      return ticket;
    },
    admit(hello) {
      if ("session" in hello) {
        const known = matching(sessions, hello.session);
        return known ? { session: hello.session, role: known.role } : null;
      }
      const ticket = matching(tickets, hello.ticket);
      if (!ticket) return null;
      tickets = tickets.filter((other) => other !== ticket);
      if (ticket.expiresAtMs <= now()) return null;
      const session = newSecret();
      sessions.push({ digest: digestOf(session), role: ticket.role, expiresAtMs: Number.POSITIVE_INFINITY });
      return { session, role: ticket.role };
    },
  };
}
