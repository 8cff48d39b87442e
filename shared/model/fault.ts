import { z } from "zod";

export const FaultCategory = z.enum(["validation", "risk", "venue", "network", "storage", "security", "bug"]);
export type FaultCategory = z.infer<typeof FaultCategory>;

/** An error that a person can act on: a stable code, what happened to what, and the way out. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: string;
  readonly category: FaultCategory;
  /** What the person can do about it. */
  readonly remedy: string;

  constructor(code: string, category: FaultCategory, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.category = category;
    this.remedy = remedy;
  }
}
