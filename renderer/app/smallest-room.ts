import type { RoomGauge } from "../../shared/contract/room-gauge.ts";

/** A gauge in money whose room is known, with that room. */
export interface KnownRoom {
  readonly gauge: RoomGauge;
  readonly room: string;
}

/** Of all limits in money the one that leaves the least; `null` where none is set or known. */
export function smallestRoom(gauges: readonly RoomGauge[]): KnownRoom | null {
  let smallest: KnownRoom | null = null;
  for (const gauge of gauges) {
    const { id, room } = gauge;
    if (id === "order-rate" || room === null) continue;
    if (smallest === null || Number(room) < Number(smallest.room)) smallest = { gauge, room };
  }
  return smallest;
}
