import type { RoomGauge } from "../../shared/contract/room-gauge.ts";
import type { FirmLimit } from "../../shared/model/prop-firm-report.ts";

/** The room that one limit leaves, in the account's currency. */
export interface KnownRoom {
  /** The message that names the limit. */
  readonly textId: string;
  readonly room: string;
  /** The part of the limit that is left, 0 to 1. */
  readonly share: number;
}

/** Of all limits in money, and of a firm's floors that bind, the one that leaves the least; `null` where none is set or known. */
export function smallestRoom(gauges: readonly RoomGauge[], floors: readonly FirmLimit[]): KnownRoom | null {
  const rooms: KnownRoom[] = [];
  for (const { id, room, roomPct } of gauges)
    if (id !== "order-rate" && room !== null)
      rooms.push({ textId: `risk.gauge.${id}`, room, share: part(Number(roomPct ?? 0) / 100) });
  for (const { rule, binds, room, roomBps } of floors)
    if (binds && room !== null)
      rooms.push({ textId: `risk.firm.floor.${rule}`, room, share: part((roomBps ?? 0) / 10_000) });
  return rooms.reduce<KnownRoom | null>(
    (least, one) => (least === null || Number(one.room) < Number(least.room) ? one : least),
    null,
  );
}

const part = (share: number): number => Math.min(1, Math.max(0, share));
