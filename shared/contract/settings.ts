import { z } from "zod";
import { Appearance, SavedLayout } from "../model/settings.ts";
import { request, stream } from "../rpc/contract.ts";

export const settingsContract = {
  getLayouts: request({
    role: "viewer",
    input: z.strictObject({}),
    output: z.strictObject({ layouts: z.array(SavedLayout) }),
  }),
  saveLayout: request({ role: "trader", input: SavedLayout, output: z.strictObject({}) }),
  setAppearance: request({ role: "trader", input: Appearance, output: Appearance }),
  appearance: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: Appearance,
    mode: "latest",
    key: () => "appearance",
  }),
};
