import { z } from "zod";
import { Appearance, PaperAccountSettings, SavedLayout } from "../model/settings.ts";
import { request, stream } from "../rpc/contract.ts";

/** An account that somebody can trade on from the first day. */
const NewAccount = PaperAccountSettings.refine(
  ({ cash, leverage }) => Number(cash) > 0 && Number(leverage) > 0,
  "cash and leverage above zero",
);

export const settingsContract = {
  getLayouts: request({
    role: "viewer",
    input: z.strictObject({}),
    output: z.strictObject({ layouts: z.array(SavedLayout) }),
  }),
  saveLayout: request({ role: "trader", input: SavedLayout, output: z.strictObject({}) }),
  setAppearance: request({ role: "trader", input: Appearance, output: Appearance }),
  /** What the paper account of a profile without a history would be opened with. */
  getNewAccount: request({ role: "viewer", input: z.strictObject({}), output: PaperAccountSettings }),
  /**
   * Makes a profile beside this one, with the same settings and this account, and says where. An account that has been
   * opened keeps its terms, so other terms need another profile.
   */
  createProfile: request({
    role: "trader",
    input: z.strictObject({ name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/), account: NewAccount }),
    output: z.strictObject({ profile: z.string() }),
  }),
  appearance: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: Appearance,
    mode: "latest",
    key: () => "appearance",
  }),
};
