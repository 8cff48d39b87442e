import type { IJsonModel } from "flexlayout-react";
import { create } from "zustand";

/** The version of the saved form; a layout of another version gives way to the default. */
export const layoutVersion = 1;
export const layoutName = "desk";

const tabs = (...ids: string[]) => ({
  type: "tabset",
  children: ids.map((id) => ({ type: "tab", id, component: id, name: `frame.panel.${id}` })),
});

/** Chart in the middle, watchlist left, ticket right, blotter, activity and risk below. */
export const defaultLayout: IJsonModel = {
  global: {
    tabEnableClose: false,
    tabEnableScrollbars: false,
    tabSetEnableDeleteWhenEmpty: true,
    tabSetMinWidth: 160,
    tabSetMinHeight: 110,
  },
  layout: {
    type: "row",
    children: [
      {
        type: "row",
        weight: 78,
        children: [
          {
            type: "row",
            weight: 63,
            children: [
              { ...tabs("watchlist"), weight: 25, minWidth: 232 },
              { ...tabs("chart"), weight: 75 },
            ],
          },
          {
            type: "row",
            weight: 37,
            children: [
              { ...tabs("blotter"), weight: 66 },
              { ...tabs("activity", "risk"), weight: 34 },
            ],
          },
        ],
      },
      { ...tabs("ticket"), weight: 22, minWidth: 240 },
    ],
  },
};

export interface DeskLayout {
  readonly json: IJsonModel;
  readonly locked: boolean;
  /** Counts up when the layout is to be built anew. */
  readonly generation: number;
  /** Whether the profile has answered with what it kept. */
  readonly loaded: boolean;
}

export const useDeskLayout = create<DeskLayout>(() => ({
  json: defaultLayout,
  locked: false,
  generation: 0,
  loaded: false,
}));

export function toggleLayoutLock(): void {
  useDeskLayout.setState(({ locked }) => ({ locked: !locked }));
}

export function resetLayout(): void {
  useDeskLayout.setState(({ generation }) => ({ json: defaultLayout, locked: false, generation: generation + 1 }));
}

/** The ids of the panels somewhere in a part of a layout. */
function panelsIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  if ("type" in part && part.type === "tab") return "component" in part ? [String(part.component)] : [];
  const children = "children" in part && Array.isArray(part.children) ? part.children : [];
  return children.flatMap(panelsIn);
}

/** Panels cannot be closed, so a sound layout holds each of them once. */
const wantedPanels = panelsIn(defaultLayout.layout).sort().join();

/** Reads a saved layout; anything that is not one of this version with every panel in it gives `null`. */
export function readLayout(version: number, text: string): Pick<DeskLayout, "json" | "locked"> | null {
  if (version !== layoutVersion) return null;
  try {
    const saved: unknown = JSON.parse(text);
    if (typeof saved !== "object" || saved === null || !("json" in saved)) return null;
    const { json } = saved;
    if (typeof json !== "object" || json === null || !("layout" in json)) return null;
    if (panelsIn(json.layout).sort().join() !== wantedPanels) return null;
    return { json: json as IJsonModel, locked: "locked" in saved && saved.locked === true };
  } catch {
    return null;
  }
}
