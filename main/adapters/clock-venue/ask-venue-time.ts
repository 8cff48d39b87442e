import { Fault } from "../../../shared/model/fault.ts";
import type { VenueTime } from "../../ports/clock.ts";
import { readVenueTime } from "./read-venue-time.ts";

const defaultTimeoutMs = 2000;
/** A time and what stands around it; whoever sends more answers something else. */
const mostBytes = 4096;

/**
 * Asks a venue's time endpoint, which needs no account. Throws Faults `CLOCK-VENUE-ADDRESS` for what is no https address
 * (http on this machine) and `CLOCK-VENUE-ANSWER` where no time comes back.
 */
export async function askVenueTime(url: string, timeoutMs = defaultTimeoutMs): Promise<VenueTime> {
  if (!mayAsk(url)) {
    throw new Fault(
      "CLOCK-VENUE-ADDRESS",
      "validation",
      `"${url}" is no address of a venue's time`,
      "Give an https address, such as https://api.binance.com/api/v3/time, under clock.venueTimes in the settings.",
    );
  }
  let text: string;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    text = await startOf(response);
    if (response.status !== 200) throw new RangeError(`it answered ${response.status}`);
  } catch (error) {
    throw noTime(url, error instanceof Error ? error.message : String(error), error);
  }
  const time = readVenueTime(text);
  if (time === null) throw noTime(url, "its answer holds no time in a known form");
  return time;
}

function mayAsk(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHere = url?.protocol === "http:" && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname);
  return url?.protocol === "https:" || isHere;
}

async function startOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > mostBytes) throw new RangeError(`its answer has more than ${mostBytes} characters`);
  }
  return text;
}

function noTime(url: string, why: string, cause?: unknown): Fault {
  return new Fault(
    "CLOCK-VENUE-ANSWER",
    "network",
    `${url} did not tell the time: ${why}`,
    "Check the network and the address under clock.venueTimes in the settings.",
    { cause },
  );
}
