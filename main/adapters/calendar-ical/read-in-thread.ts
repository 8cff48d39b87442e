import { Worker } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { fewAtOnce } from "../threads/few-at-once.ts";
import type { CalendarEvent, CalendarSpan } from "./read-calendar.ts";

/** What the thread is asked. */
export interface ReadCalendar {
  readonly text: string;
  readonly span: CalendarSpan;
}

/** What it answers. */
export type FromCalendarWorker =
  | { readonly events: readonly CalendarEvent[] }
  | { readonly fault: Pick<Fault, "code" | "category" | "message" | "remedy"> };

/** A calendar is small; one that is made to grow while it is read ends the thread, not the desk. */
const mostMegabytes = 512;
const oneByOne = fewAtOnce(1);

/**
 * Reads a calendar without holding up the calling thread, which may be the one that trades. Throws the reader's Faults, and
 * `CALENDAR-UNREADABLE` where the thread ends before it is done.
 */
export function readInThread(text: string, span: CalendarSpan): Promise<readonly CalendarEvent[]> {
  return oneByOne(() => readInOwnThread(text, span));
}

async function readInOwnThread(text: string, span: CalendarSpan): Promise<readonly CalendarEvent[]> {
  const file = import.meta.url.endsWith(".ts") ? "./calendar-worker.ts" : "./calendar-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { text, span } satisfies ReadCalendar,
    name: "calendar",
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  const answer = await new Promise<FromCalendarWorker>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error) => reject(ended(error.message)));
    worker.once("exit", (code) => reject(ended(`its thread left with ${code}`)));
  });
  if ("events" in answer) return answer.events;
  const { code, category, message, remedy } = answer.fault;
  throw new Fault(code, category, message, remedy);
}

function ended(why: string): Fault {
  return new Fault(
    "CALENDAR-UNREADABLE",
    "validation",
    `The calendar cannot be read: ${why}.`,
    "Give an iCalendar file (RFC 5545), as calendars export it.",
  );
}
