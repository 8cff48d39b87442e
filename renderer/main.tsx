import "./jitless.ts";
import { createRoot } from "react-dom/client";
import "./theme/tokens.css";
import "./theme/base.css";
import { messages } from "./app/messages.ts";
import { Page } from "./app/page.tsx";
import { loadMessages } from "./i18n/t.ts";
import { useConnection } from "./stores/connection.ts";
import { openDeskSession } from "./stores/desk-session.ts";
import { beginWithTicket } from "./transport/hello-session.ts";
import { wireOpener } from "./transport/open-wire.ts";

loadMessages(messages);

const root = document.getElementById("root");
if (root) {
  const { client } = openDeskSession(wireOpener());
  beginWithTicket(window, () => useConnection.getState().state === "closed");
  createRoot(root).render(<Page client={client} />);
}
