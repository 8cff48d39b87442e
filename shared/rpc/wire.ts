/** Why a wire was closed; the numbers are valid WebSocket close codes, so they mean the same on every wire. */
export const closeCodes = {
  done: 1000,
  malformed: 4400,
  refused: 4401,
  helloTimeout: 4408,
  oversized: 4413,
  slowReader: 4429,
  lost: 4499,
} as const;

export interface WireClose {
  code: number;
  reason: string;
}

/** The least a transport must offer; everything above it is the same for Electron, the browser and tests. */
export interface Wire {
  /** Throws when the frame cannot be encoded; a frame sent after closing is dropped. */
  send(frame: unknown): void;
  /** Sets the one listener; frames that came before it are kept and delivered first. */
  onFrame(listener: (frame: unknown) => void): void;
  /** Adds a listener; on a closed wire it is called at once. */
  onClose(listener: (close: WireClose) => void): void;
  close(code?: number, reason?: string): void;
  /** Bytes sent but not yet taken by the other side, where the transport knows; 0 where it does not. */
  readonly buffered: number;
}

/** The part of a wire that differs between transports. */
export interface Transmission {
  transmit(frame: unknown): void;
  shut(close: WireClose): void;
  buffered(): number;
}

/** The transport's end of a wire: what arrives goes into `receive`, the end into `closed`. */
export interface WireEnd {
  readonly wire: Wire;
  receive(frame: unknown): void;
  closed(close: WireClose): void;
}

/** A peer that floods before anybody listens is cut off here. */
const maxEarlyFrames = 1_000;

/** Turns three transport functions into a wire with the promised order: no frame lost before the listener, none after the close. */
export function createWire(transmission: Transmission): WireEnd {
  let listener: ((frame: unknown) => void) | null = null;
  let early: unknown[] = [];
  let ended: WireClose | null = null;
  const closeListeners: ((close: WireClose) => void)[] = [];

  const closed = (close: WireClose): void => {
    if (ended) return;
    ended = close;
    early = [];
    for (const notify of closeListeners.splice(0)) notify(close);
  };

  const wire: Wire = {
    send(frame) {
      if (!ended) transmission.transmit(frame);
    },
    onFrame(next) {
      listener = next;
      for (const frame of early.splice(0)) if (!ended) next(frame);
    },
    onClose(next) {
      if (ended) next(ended);
      else closeListeners.push(next);
    },
    close(code = closeCodes.done, reason = "") {
      if (ended) return;
      transmission.shut({ code, reason });
      closed({ code, reason });
    },
    get buffered() {
      return ended ? 0 : transmission.buffered();
    },
  };

  return {
    wire,
    receive(frame) {
      if (ended) return;
      if (listener) listener(frame);
      else if (early.length < maxEarlyFrames) early.push(frame);
      else wire.close(closeCodes.oversized, "too many frames before the first was read");
    },
    closed,
  };
}
