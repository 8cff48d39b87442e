import { create } from "zustand";
import type { Interval } from "../../shared/model/market.ts";
import type { OrderType, Side } from "../../shared/model/order.ts";

export type Room = "desk" | "traders" | "risk" | "audit" | "compliance" | "settings";

/** What another panel asks the ticket to show; `at` tells two equal wishes apart. */
export interface TicketWish {
  readonly at: number;
  readonly instrumentId: string;
  readonly side?: Side | undefined;
  readonly type?: OrderType | undefined;
  readonly size?: string | undefined;
  readonly limitPrice?: string | undefined;
  readonly reduceOnly?: boolean | undefined;
}

export interface Selection {
  readonly room: Room;
  readonly instrumentId: string | null;
  readonly interval: Interval;
  /** The order whose life the audit room shows. */
  readonly auditOrderId: string | null;
  readonly ticketWish: TicketWish | null;
  /** The setting that the settings room is to show, such as `risk.maxDailyLoss`. */
  readonly settingPath: string | null;
  /** The order whose refusal is being explained. */
  readonly whyNotOrderId: string | null;
}

export const useSelection = create<Selection>(() => ({
  room: "desk",
  instrumentId: null,
  interval: "1m",
  auditOrderId: null,
  ticketWish: null,
  settingPath: null,
  whyNotOrderId: null,
}));

export function openRoom(room: Room): void {
  useSelection.setState({ room });
}

export function selectInstrument(instrumentId: string): void {
  useSelection.setState({ instrumentId });
}

export function selectInterval(interval: Interval): void {
  useSelection.setState({ interval });
}

/** Goes to the audit room and shows one order's life. */
export function openAudit(orderId: string): void {
  useSelection.setState({ room: "audit", auditOrderId: orderId });
}

/** Goes to where a setting is changed and shows it: the settings, or for a firm's preset the risk room. */
export function openSetting(settingPath: string): void {
  if (settingPath.startsWith("firm.")) useSelection.setState({ room: "risk", whyNotOrderId: null });
  else useSelection.setState({ room: "settings", settingPath, whyNotOrderId: null });
}

/** Explains over whatever is open why an order was refused. */
export function openWhyNot(orderId: string): void {
  useSelection.setState({ whyNotOrderId: orderId });
}

let wishes = 0;

/** Fills the ticket for the person to look at; nothing is sent. */
export function wishTicket(wish: Omit<TicketWish, "at">): void {
  wishes += 1;
  useSelection.setState({ instrumentId: wish.instrumentId, ticketWish: { ...wish, at: wishes } });
}
