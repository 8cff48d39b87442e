import { z } from "zod";
import { FirmTerms } from "../model/firm-terms.ts";
import { PropFirmPreset } from "../model/prop-firm.ts";
import { FirmDayPoint, PresetList, PropFirmReport } from "../model/prop-firm-report.ts";
import { request, stream } from "../rpc/contract.ts";

/** The account under its firm; `null` where it is under no preset. */
export const FirmStanding = z.strictObject({ report: PropFirmReport.nullable() });
export type FirmStanding = z.infer<typeof FirmStanding>;

export const propFirmContract = {
  firm: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: FirmStanding,
    mode: "latest",
    key: () => "firm",
  }),
  /** The firm's day so far, equity against the floors. */
  firmDay: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: z.strictObject({ points: z.array(FirmDayPoint) }),
    mode: "latest",
    key: () => "day",
  }),
  /** The trader's own presets first, and the files that hold none. */
  listPresets: request({
    role: "viewer",
    input: z.strictObject({}),
    output: PresetList,
  }),
  getPreset: request({
    role: "viewer",
    input: z.strictObject({ id: z.string().min(1).max(100) }),
    output: PropFirmPreset,
  }),
  /** Keeps a preset of the trader's own with the profile; one of the product is never changed. */
  savePreset: request({ role: "trader", input: PropFirmPreset, output: z.strictObject({ id: z.string() }) }),
  /** Puts the account under a preset from now on; `fresh`: another account at the firm begins. */
  applyPreset: request({
    role: "trader",
    input: z.strictObject({ id: z.string().min(1).max(100), terms: FirmTerms, fresh: z.boolean() }),
    output: z.strictObject({}),
  }),
};
