import { z } from "zod";

/** Who decided: a person at the desk, a running trader, a model, or the desk itself (recovery, venue reports). */
export const Actor = z.strictObject({ kind: z.enum(["person", "trader", "model", "desk"]), id: z.string().min(1) });
export type Actor = z.infer<typeof Actor>;
