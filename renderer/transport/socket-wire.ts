import { RpcFault } from "../../shared/rpc/failure.ts";
import { Welcome } from "../../shared/rpc/hello.ts";
import { closeCodes, createWire, type Wire } from "../../shared/rpc/wire.ts";
import { type Admission, keepSession, type PagePlace, readSession, takeTicket } from "./hello-session.ts";

function refused(message: string): RpcFault {
  return new RpcFault({
    code: "PAGE-REFUSED",
    category: "security",
    message,
    remedy: "Open the desk again from the command line: the address works once.",
  });
}

/** A wire over the browser's WebSocket: frames are JSON text. */
function browserSocketWire(socket: WebSocket): Wire {
  const end = createWire({
    transmit: (frame) => socket.send(JSON.stringify(frame)),
    shut: ({ code, reason }) => socket.close(code, reason.slice(0, 120)),
    buffered: () => socket.bufferedAmount,
  });
  socket.addEventListener("message", ({ data }) => {
    try {
      end.receive(JSON.parse(String(data)));
    } catch {
      end.wire.close(closeCodes.malformed, "the frame is not JSON text");
    }
  });
  socket.addEventListener("close", ({ code, reason }) => end.closed({ code, reason }));
  return end.wire;
}

/** Opens the socket, says hello and waits for the welcome. A refusal is final (category `security`). */
async function admit(url: string, admission: Admission, place: PagePlace): Promise<Wire> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error("the desk does not answer")), { once: true });
  });
  socket.send(JSON.stringify({ kind: "hello", ...admission }));
  const welcome = await new Promise<Welcome>((resolve, reject) => {
    socket.addEventListener(
      "message",
      ({ data }) => {
        try {
          resolve(Welcome.parse(JSON.parse(String(data))));
        } catch {
          reject(refused("The desk answered something else than a welcome."));
        }
      },
      { once: true },
    );
    socket.addEventListener(
      "close",
      ({ code, reason }) => {
        if (code !== closeCodes.refused) {
          reject(new Error(reason || "the connection was lost"));
          return;
        }
        keepSession(place, null);
        reject(refused(reason || "The desk refused this page."));
      },
      { once: true },
    );
  });
  keepSession(place, welcome.session);
  return browserSocketWire(socket);
}

/** Opens wires to the loopback desk that served this page: first with the address's ticket, then with the session. */
export function socketOpener(url: string, place: PagePlace): () => Promise<Wire> {
  let ticket = takeTicket(place);
  return async () => {
    const session = readSession(place);
    const admission: Admission | null = ticket !== null ? { ticket } : session !== null ? { session } : null;
    if (!admission) throw refused("This page has neither a ticket nor a session.");
    const wire = await admit(url, admission, place);
    ticket = null;
    return wire;
  };
}
