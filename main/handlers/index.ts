import type { DeskContract } from "../../shared/contract/index.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import { auditHandlers } from "./audit.ts";
import { complianceHandlers } from "./compliance.ts";
import { deskHandlers } from "./desk.ts";
import type { DeskContext } from "./desk-context.ts";
import { marketHandlers } from "./market.ts";
import { riskHandlers } from "./risk.ts";
import { settingsHandlers } from "./settings.ts";
import { tradersHandlers } from "./traders.ts";
import { tradingHandlers } from "./trading.ts";

/** One handler for every operation of the contract. */
export const handlers: Handlers<DeskContract, DeskContext> = {
  ...deskHandlers,
  ...marketHandlers,
  ...tradingHandlers,
  ...riskHandlers,
  ...tradersHandlers,
  ...auditHandlers,
  ...complianceHandlers,
  ...settingsHandlers,
};
