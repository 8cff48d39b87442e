import { useEffect, useState } from "react";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { PresetList } from "../../../shared/model/prop-firm-report.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

export type Presets =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | ({ readonly kind: "read" } & Readonly<PresetList>);

/** The presets to choose from, read anew with each `turn`. */
export function usePresets(turn: number): Presets {
  const desk = useDesk();
  const [state, setState] = useState<Presets>({ kind: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks again
  useEffect(() => {
    let isWanted = true;
    desk.call.listPresets({}).then(
      (list) => isWanted && setState({ kind: "read", ...list }),
      (error: unknown) => isWanted && setState({ kind: "failed", reason: faultText(error).line }),
    );
    return () => {
      isWanted = false;
    };
  }, [desk, turn]);
  return state;
}

/** One preset as a whole; `null` until it has come. */
export function usePreset(id: string): PropFirmPreset | null {
  const desk = useDesk();
  const [preset, setPreset] = useState<PropFirmPreset | null>(null);
  useEffect(() => {
    if (id === "") return;
    let isWanted = true;
    desk.call.getPreset({ id }).then(
      (found) => isWanted && setPreset(found),
      () => isWanted && setPreset(null),
    );
    return () => {
      isWanted = false;
    };
  }, [desk, id]);
  return preset?.id === id ? preset : null;
}
