import type { ComponentType } from "react";
import { AuditRoom } from "../features/audit/audit-room.tsx";
import { ComplianceRoom } from "../features/compliance/compliance-room.tsx";
import { RiskRoom } from "../features/risk/risk-room.tsx";
import { SettingsRoom } from "../features/settings/settings-room.tsx";
import { TradersRoom } from "../features/traders/traders-room.tsx";
import type { Room } from "../stores/selection.ts";
import { LayoutHost } from "./layout-host.tsx";

/** What each room of the rail shows. */
export const roomsById: Readonly<Record<Room, ComponentType>> = {
  desk: LayoutHost,
  traders: TradersRoom,
  risk: RiskRoom,
  audit: AuditRoom,
  compliance: ComplianceRoom,
  settings: SettingsRoom,
};
