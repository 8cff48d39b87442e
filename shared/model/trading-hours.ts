import { z } from "zod";

/** A time of day on a 24-hour clock. */
export const LocalTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "HH:MM, at most 24:00");

/** When an instrument trades, in its exchange's own time; outside of it the market is closed. */
export const TradingHours = z.strictObject({
  /** IANA zone of the exchange. */
  zone: z.string().min(1),
  /** Sessions by ISO weekday, 1 is Monday. */
  sessions: z.array(z.strictObject({ day: z.int().min(1).max(7), open: LocalTime, close: LocalTime })).min(1),
  /** Local dates without a session, in ISO 8601. */
  holidays: z.array(z.iso.date()).default([]),
});
export type TradingHours = z.infer<typeof TradingHours>;
