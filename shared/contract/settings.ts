import { z } from "zod";
import { request, stream } from "../rpc/contract.ts";

/** How the desk looks; kept per profile. `timeZone` is an IANA name or `local`. */
export const Appearance = z.strictObject({
  theme: z.enum(["system", "dark", "light"]).default("system"),
  palette: z.enum(["green-up", "red-up", "blue-orange"]).default("green-up"),
  timeZone: z.string().max(64).default("UTC"),
  confirmOrders: z.boolean().default(true),
});
export type Appearance = z.infer<typeof Appearance>;

/** A docked layout as the page saved it: opaque to the desk, at most 256 KB of JSON text. */
export const SavedLayout = z.strictObject({
  name: z.string().min(1).max(60),
  version: z.int(),
  layout: z.string().max(262_144),
});
export type SavedLayout = z.infer<typeof SavedLayout>;

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
