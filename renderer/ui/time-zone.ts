import { createContext, useContext } from "react";

/** The display zone: an IANA name or `local`. */
export const TimeZoneContext = createContext("UTC");

export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
