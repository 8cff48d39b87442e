import { EventEmitter } from "node:events";

/** Electron's `MessagePortMain`: one end stays in the desk, the other may be handed to a page. */
export class DoublePort extends EventEmitter {
  peer: DoublePort | null = null;
  /** Set when this end went to a page: how to reach it there. */
  page: { frame(value: unknown): void; closed(): void } | null = null;
  #started = false;
  #closed = false;
  #early: unknown[] = [];

  postMessage(value: unknown): void {
    this.peer?.arrive(structuredClone(value));
  }
  /** A message for this end, from the other end or from the page that holds the other end. */
  arrive(value: unknown): void {
    if (this.#closed) return;
    if (this.page) this.page.frame(value);
    else if (this.#started) queueMicrotask(() => this.emit("message", { data: value, ports: [] }));
    else this.#early.push(value);
  }
  start(): void {
    this.#started = true;
    for (const value of this.#early.splice(0)) this.arrive(value);
  }
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.page?.closed();
    this.emit("close");
    this.peer?.close();
  }
}

export class MessageChannelMain {
  readonly port1 = new DoublePort();
  readonly port2 = new DoublePort();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
