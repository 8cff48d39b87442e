import { useEffect, useState } from "react";
import type { DeskClient } from "../../transport/desk-client.ts";

/** How far the check under way has come, 0 to 1; `null` while none is. A check that another page began is heard too. */
export function useCheckPart(desk: DeskClient): number | null {
  const [part, setPart] = useState<number | null>(null);
  useEffect(
    () =>
      desk.subscribe(
        "checkProgress",
        {},
        {
          onItems: (items) => setPart(items.at(-1)?.part ?? null),
          onResync: () => setPart(null),
        },
      ),
    [desk],
  );
  return part;
}
