/** The ticket that is on the page, if one is. */
let ticket: HTMLElement | null = null;

/** A ref of the ticket's element. */
export function seatTicket(element: HTMLElement | null): void {
  ticket = element;
}

/** Whether a person can see the ticket: another tab may lie before it, or another panel take the whole desk. */
export function isTicketInSight(): boolean {
  return ticket?.checkVisibility({ visibilityProperty: true }) ?? false;
}
