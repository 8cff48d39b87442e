import { z } from "zod";
import { closeCodes, createWire, type Wire } from "./wire.ts";

/** What Electron's, Node's and the browser's message ports have in common, reduced to what a wire needs. */
export interface PortLike {
  postMessage(message: unknown): void;
  close(): void;
  /** Called once; starts the port. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void;
}

/** Ports carry no close code of their own, so the last message says why. */
const Goodbye = z.strictObject({ goodbye: z.strictObject({ code: z.int(), reason: z.string() }) });

/** A wire over a message port: frames travel by structured clone, a close by a last message. */
export function portWire(port: PortLike): Wire {
  const end = createWire({
    transmit(frame) {
      port.postMessage(frame);
    },
    shut(close) {
      try {
        port.postMessage({ goodbye: close } satisfies z.infer<typeof Goodbye>);
      } finally {
        port.close();
      }
    },
    // A port does not tell how much waits on the other side; pacing rests on credits alone.
    buffered: () => 0,
  });
  port.listen(
    (message) => {
      const goodbye = Goodbye.safeParse(message);
      if (!goodbye.success) {
        end.receive(message);
        return;
      }
      end.closed(goodbye.data.goodbye);
      port.close();
    },
    () => {
      end.closed({ code: closeCodes.lost, reason: "the port was closed" });
    },
  );
  return end.wire;
}
