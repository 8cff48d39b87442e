import { auditContract } from "./audit.ts";
import { complianceContract } from "./compliance.ts";
import { deskContract } from "./desk.ts";
import { marketContract } from "./market.ts";
import { riskContract } from "./risk.ts";
import { settingsContract } from "./settings.ts";
import { tradersContract } from "./traders.ts";
import { tradingContract } from "./trading.ts";

/** Everything a page may ask of the desk, whatever the wire. */
export const contract = {
  ...deskContract,
  ...marketContract,
  ...tradingContract,
  ...riskContract,
  ...tradersContract,
  ...auditContract,
  ...complianceContract,
  ...settingsContract,
};
export type DeskContract = typeof contract;
