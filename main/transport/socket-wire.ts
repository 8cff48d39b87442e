import type { RawData, WebSocket } from "ws";
import { closeCodes, createWire, type Wire } from "../../shared/rpc/wire.ts";

/** A peer that does not answer the closing handshake is cut off after this time. */
const closeGraceMs = 2_000;

function asText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data as Buffer).toString("utf8");
}

/** A wire over a `ws` socket, on the desk's side and in tests on the page's side: frames are JSON text. */
export function socketWire(socket: WebSocket): Wire {
  const end = createWire({
    transmit(frame) {
      socket.send(JSON.stringify(frame));
    },
    shut({ code, reason }) {
      socket.close(code, reason);
      setTimeout(() => {
        socket.terminate();
      }, closeGraceMs).unref();
    },
    buffered: () => socket.bufferedAmount,
  });
  socket.on("message", (data, isBinary) => {
    let frame: unknown;
    try {
      if (isBinary) throw new SyntaxError("frames are text");
      frame = JSON.parse(asText(data));
    } catch {
      end.wire.close(closeCodes.malformed, "the frame is not JSON text");
      return;
    }
    end.receive(frame);
  });
  // `ws` always reports the close after an error; the error itself says nothing more that a person could use.
  socket.on("error", () => undefined);
  socket.on("close", (code, reason) => {
    end.closed({ code, reason: reason.toString("utf8") });
  });
  return end.wire;
}
