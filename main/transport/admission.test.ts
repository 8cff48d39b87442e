import { expect, test } from "vitest";
import { createAdmission, ticketTtlMs } from "./admission.ts";

const hello = (ticket: string) => ({ kind: "hello" as const, ticket });

test("a ticket admits once and is swapped for a session that keeps its role", () => {
  const admission = createAdmission(() => 0);
  const ticket = admission.issueTicket("viewer");
  const admitted = admission.admit(hello(ticket));
  expect(admitted).toEqual({ session: expect.any(String), role: "viewer" });
  expect(admitted?.session).not.toBe(ticket);
  expect(admission.admit(hello(ticket))).toBeNull();
  const again = admission.admit({ kind: "hello", session: admitted?.session ?? "" });
  expect(again).toEqual(admitted);
});

test("a ticket ends after its time, a session and a ticket are not each other", () => {
  let now = 0;
  const admission = createAdmission(() => now);
  const late = admission.issueTicket("trader");
  const early = admission.issueTicket("trader");
  now = ticketTtlMs - 1;
  const session = admission.admit(hello(early))?.session ?? "";
  now = ticketTtlMs;
  expect(admission.admit(hello(late))).toBeNull();
  expect(admission.admit(hello(session))).toBeNull();
  expect(admission.admit({ kind: "hello", session: late })).toBeNull();
  expect(admission.admit({ kind: "hello", session })).toMatchObject({ role: "trader" });
});

test("tickets are unlike each other and only the newest are kept", () => {
  const admission = createAdmission(() => 0);
  const tickets = Array.from({ length: 100 }, () => admission.issueTicket("trader"));
  expect(new Set(tickets).size).toBe(100);
  expect(admission.admit(hello(tickets[0] ?? ""))).toBeNull();
  expect(admission.admit(hello(tickets[99] ?? ""))).not.toBeNull();
  expect(admission.admit(hello("guess"))).toBeNull();
});
