import type { MessageCatalogue } from "../../i18n/t.ts";

export const tourMessages = {
  "tour.title": "Welcome to Proofdesk",
  "tour.step": "{step} of {steps}",
  "tour.skip": "Skip",
  "tour.back": "Back",
  "tour.next": "Next",
  "tour.done": "Start trading on paper",
  "tour.1.title": "A sandbox with a running market",
  "tour.1.text":
    "You are on paper: the market is simulated, the account starts with simulated money, and no order leaves this machine. The band along the top says so on every screen.",
  "tour.2.title": "Every order passes one gate",
  "tour.2.text":
    "The order ticket shows what an order would do while you type, and which rules it passes. An order that shrinks a position is never blocked; only one that is malformed is refused, and it says why.",
  "tour.3.title": "Everything is written down first",
  "tour.3.text":
    "Intent, verdict, fill: each is in the journal before it acts. Click any order to see its whole life in Audit; export the record in Compliance and have a stranger verify it.",
  "tour.4.title": "Keys worth knowing",
  "tour.4.text": "Ctrl+Shift+K halts all trading at once. Ctrl+K finds anything. ? shows every shortcut.",
} as const satisfies MessageCatalogue;
