import { z } from "zod";

/** A decimal number as text, the only form money, prices and sizes take on a wire or in the journal: `-12.5`, never `1e3`. */
export const DecimalText = z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, "a decimal number such as 12.5");
export type DecimalText = string;
