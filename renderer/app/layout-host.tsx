import { Actions, Layout, Model, type TabNode } from "flexlayout-react";
import "flexlayout-react/style/dark.css";
import { useEffect, useMemo, useRef } from "react";
import { t } from "../i18n/t.ts";
import { useMayTrade } from "../stores/desk.ts";
import { type DeskClient, useDesk } from "../transport/desk-client.ts";
import { layoutName, layoutVersion, readLayout, useDeskLayout } from "./desk-layout.ts";
import { panels } from "./desk-panels.ts";
import styles from "./layout-host.module.css";
import { PanelBoundary } from "./panel-boundary.tsx";

/** A change is kept once the hand has rested for this long. */
const saveAfterMs = 800;

/** What the dock itself says, by its own keys. */
const dockTexts: Readonly<Record<string, string>> = {
  "flexlayout.ui.close.tab": "frame.layout.close",
  "flexlayout.ui.maximize.tabset": "frame.layout.maximize",
  "flexlayout.ui.restore.tabset": "frame.layout.restore",
  "flexlayout.ui.splitter": "frame.layout.splitter",
  "flexlayout.ui.overflow.menu.tooltip": "frame.layout.more",
};

/** What a locked layout still lets a person do. */
const whileLocked = new Set([Actions.SELECT_TAB, Actions.SET_ACTIVE_TABSET, Actions.MAXIMIZE_TOGGLE]);

async function loadLayout(client: DeskClient): Promise<void> {
  const { layouts } = await client.call.getLayouts({});
  const saved = layouts.find(({ name }) => name === layoutName);
  const read = saved ? readLayout(saved.version, saved.layout) : null;
  useDeskLayout.setState(({ generation }) => ({
    loaded: true,
    ...(read ? { ...read, generation: generation + 1 } : {}),
  }));
}

/** Builds the dock's model; a saved one that names no known panel or does not build gives way to none. */
function buildModel(json: Parameters<typeof Model.fromJson>[0], fallback: Parameters<typeof Model.fromJson>[0]): Model {
  try {
    return Model.fromJson(json);
  } catch {
    return Model.fromJson(fallback);
  }
}

/** The docked panels of the desk: moved, tabbed, resized, maximised, locked, reset, and kept in the profile. */
export function LayoutHost() {
  const client = useDesk();
  const mayTrade = useMayTrade();
  const { json, locked, generation, loaded } = useDeskLayout();
  // A new model only when the layout is replaced as a whole, not when a person moves something in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the generation stands for the layout
  const model = useMemo(() => buildModel(json, useDeskLayout.getInitialState().json), [generation]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!loaded) void loadLayout(client).catch(() => useDeskLayout.setState({ loaded: true }));
  }, [client, loaded]);

  const save = (): void => {
    clearTimeout(timer.current);
    if (!mayTrade) return;
    timer.current = setTimeout(() => {
      const layout = JSON.stringify({ json: useDeskLayout.getState().json, locked: useDeskLayout.getState().locked });
      // A layout that could not be kept is no reason to interrupt anybody.
      client.call.saveLayout({ name: layoutName, version: layoutVersion, layout }).catch(() => undefined);
    }, saveAfterMs);
  };
  const saveLatest = useRef(save);
  saveLatest.current = save;
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: locking and resetting are kept too
  useEffect(() => {
    if (first.current) first.current = false;
    else saveLatest.current();
  }, [locked, generation]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className={styles.host}>
      <Layout
        model={model}
        factory={(node: TabNode) => {
          const Panel = panels[node.getComponent() ?? ""];
          return Panel ? (
            <PanelBoundary>
              <Panel />
            </PanelBoundary>
          ) : null;
        }}
        onAction={(action) => (locked && !whileLocked.has(action.type) ? undefined : action)}
        onModelChange={(changed) => {
          useDeskLayout.setState({ json: changed.toJson() });
          save();
        }}
        i18nTranslator={(key) => {
          const id = dockTexts[key] ?? key;
          return id.startsWith("frame.") ? t(id) : id;
        }}
        invalidateTabContentOnParentRender={false}
        supportsPopout={false}
      />
    </div>
  );
}
