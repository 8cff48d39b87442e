import type { TraderView } from "../../../shared/model/trader.ts";

const rank = { failed: 0, running: 1, stopped: 2 } as const;

/** Failed traders first because they want a person, then running, then stopped; by name within. */
export function inOrder(traders: readonly TraderView[]): readonly TraderView[] {
  return traders.toSorted(
    (a, b) => rank[a.status] - rank[b.status] || a.name.localeCompare(b.name) || a.traderId.localeCompare(b.traderId),
  );
}
