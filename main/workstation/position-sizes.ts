import type { JournalData } from "../../shared/model/journal-event.ts";

/** Signed sizes of positions as events tell them, decimal text, by instrument and by side where there are two. */
export type PositionSizes = Map<string, { readonly instrumentId: string; readonly size: string }>;

/** The position that an order, or an event without one, is about. */
export interface About {
  readonly instrumentId: string;
  readonly positionSide: string | undefined;
}

/** Reads what an `order.intended`, or an event about the account, is about; `null` where it names no instrument. */
export function aboutPosition({ instrumentId, positionSide }: JournalData): About | null {
  if (typeof instrumentId !== "string") return null;
  return { instrumentId, positionSide: typeof positionSide === "string" ? positionSide : undefined };
}

/** Takes in what an event says of positions; `order` is what its order is about, if it has one. */
export function noteSizes(sizes: PositionSizes, data: JournalData, order: About | undefined): void {
  const about = order ?? aboutPosition(data);
  if (about === null) return;
  const { instrumentId: id, positionSide } = about;
  const { position, positions } = data as {
    position?: { size?: string };
    positions?: readonly { size?: string }[];
  };
  const note = (size: string | undefined, side = "net"): void => {
    if (size !== undefined) sizes.set(`${id} ${side}`, { instrumentId: id, size });
  };
  note(position?.size, positionSide);
  // A split tells of every position of its instrument: one, or a long and a short one.
  for (const [index, { size }] of (positions ?? []).entries()) {
    note(size, positions?.length === 1 ? "net" : index === 0 ? "long" : "short");
  }
}
