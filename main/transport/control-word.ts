import { z } from "zod";

/** The file in a profile that tells where its desk listens and what it wants to hear: readable by its owner alone. */
export const controlFile = "control.json";

export const ControlWord = z.strictObject({
  address: z.string().min(1).max(1024),
  /** Made anew at every start. */
  secret: z.string().min(32).max(256),
  pid: z.int(),
});
export type ControlWord = z.infer<typeof ControlWord>;

/** One request: a line of JSON. What is asked for is for the desk to check. */
export const ControlFrame = z.strictObject({ v: z.literal(1), secret: z.string().max(256), request: z.json() });

/** The longest line of a request, and of an answer. */
export const maxRequestBytes = 16_384;
export const maxAnswerBytes = 1_048_576;
