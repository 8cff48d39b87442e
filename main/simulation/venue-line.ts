/** A message on its way to the venue. */
interface Message {
  readonly dueAt: number;
  deliver(at: number, price: number): void;
}

/** The line that messages of one instrument travel: latency delays them but never lets one overtake another. */
export class VenueLine {
  /** When the first of them arrives; infinite while none is under way. */
  nextAt = Number.POSITIVE_INFINITY;
  readonly #messages: Message[] = [];

  send(dueAt: number, deliver: Message["deliver"]): void {
    const last = this.#messages.at(-1)?.dueAt ?? dueAt;
    this.#messages.push({ dueAt: Math.max(dueAt, last), deliver });
    if (this.#messages.length === 1) this.nextAt = dueAt;
  }

  /** Delivers the first message, at its own time or at `at`. */
  deliver(at: number, price: number): void {
    const message = this.#messages.shift();
    this.nextAt = this.#messages[0]?.dueAt ?? Number.POSITIVE_INFINITY;
    message?.deliver(Math.floor(at), price);
  }
}
