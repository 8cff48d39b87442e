import { activityMessages } from "../features/activity/messages.ts";
import { auditMessages } from "../features/audit/messages.ts";
import { replayMessages } from "../features/audit/replay/messages.ts";
import { blotterMessages } from "../features/blotter/messages.ts";
import { chartMessages } from "../features/chart/messages.ts";
import { complianceMessages } from "../features/compliance/messages.ts";
import { paletteMessages } from "../features/palette/messages.ts";
import { riskMessages } from "../features/risk/messages.ts";
import { settingsMessages } from "../features/settings/messages.ts";
import { ticketMessages } from "../features/ticket/messages.ts";
import { tourMessages } from "../features/tour/messages.ts";
import { tradersMessages } from "../features/traders/messages.ts";
import { watchlistMessages } from "../features/watchlist/messages.ts";
import type { MessageCatalogue } from "../i18n/t.ts";
import { uiMessages } from "../ui/messages.ts";
import { frameMessages } from "./frame-messages.ts";

/** Every text of the page, by id. */
export const messages: MessageCatalogue = {
  ...uiMessages,
  ...frameMessages,
  ...activityMessages,
  ...auditMessages,
  ...replayMessages,
  ...blotterMessages,
  ...chartMessages,
  ...complianceMessages,
  ...paletteMessages,
  ...riskMessages,
  ...settingsMessages,
  ...ticketMessages,
  ...tourMessages,
  ...tradersMessages,
  ...watchlistMessages,
};
