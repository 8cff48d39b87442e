import { z } from "zod";
import { Failure } from "./failure.ts";

const id = z.int().min(1);
const name = z.string().min(1).max(200);

/** Nobody grants more than this at once, so that a hostile count cannot disable the pacing. */
export const maxCredit = 64;

/** What the page sends. */
export const ClientFrame = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("request"), id, name, input: z.unknown().optional() }),
  z.strictObject({
    kind: z.literal("subscribe"),
    id,
    name,
    params: z.unknown().optional(),
    credit: z.int().min(0).max(maxCredit),
  }),
  z.strictObject({ kind: z.literal("credit"), id, count: z.int().min(1).max(maxCredit) }),
  z.strictObject({ kind: z.literal("unsubscribe"), id }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const EndReason = z.enum(["resync", "done", "failed"]);
export type EndReason = z.infer<typeof EndReason>;

/** What the desk sends. */
export const DeskFrame = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("response"), id, output: z.unknown().optional() }),
  z.strictObject({ kind: z.literal("failure"), id, failure: Failure }),
  z.strictObject({ kind: z.literal("items"), id, items: z.array(z.unknown()) }),
  z.strictObject({ kind: z.literal("end"), id, reason: EndReason, failure: Failure.optional() }),
]);
export type DeskFrame = z.infer<typeof DeskFrame>;
