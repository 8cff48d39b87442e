import { RpcFault } from "../../shared/rpc/failure.ts";
import { Welcome } from "../../shared/rpc/hello.ts";
import { closeCodes, createWire, type Wire } from "../../shared/rpc/wire.ts";
import { type Admission, keepSession, type PagePlace, readSession, takeTicket } from "./hello-session.ts";

function refused(message: string): RpcFault {
  return new RpcFault({
    code: "PAGE-REFUSED",
    category: "security",
    message,
    remedy:
      "Open a new address of the desk in this tab: Enter in its terminal prints one, and so does its start. Until then proofdesk flatten and proofdesk halt reach it.",
  });
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

/**
 * Opens the socket, says hello and waits for the welcome; what follows it belongs to the wire, from the next frame on.
 * A refusal is final (category `security`), a lost connection is not.
 */
function admit(url: string, admission: Admission, place: PagePlace): Promise<Wire> {
  const socket = new WebSocket(url);
  const end = createWire({
    transmit: (frame) => socket.send(JSON.stringify(frame)),
    shut: ({ code, reason }) => socket.close(code, reason.slice(0, 120)),
    buffered: () => socket.bufferedAmount,
  });
  return new Promise((resolve, reject) => {
    let welcomed = false;
    socket.addEventListener("open", () => socket.send(JSON.stringify({ kind: "hello", ...admission })));
    socket.addEventListener("error", () => reject(new Error("the desk does not answer")));
    socket.addEventListener("message", ({ data }) => {
      const frame = parse(data);
      if (welcomed) {
        if (frame === undefined) end.wire.close(closeCodes.malformed, "the frame is not JSON text");
        else end.receive(frame);
        return;
      }
      const welcome = Welcome.safeParse(frame);
      if (!welcome.success) {
        reject(refused("The desk answered something else than a welcome."));
        socket.close();
        return;
      }
      welcomed = true;
      keepSession(place, welcome.data.session);
      resolve(end.wire);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      end.closed({ code, reason });
      if (code !== closeCodes.refused) {
        reject(new Error(reason || "the connection was lost"));
        return;
      }
      keepSession(place, null);
      reject(refused(reason || "The desk refused this page."));
    });
  });
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
