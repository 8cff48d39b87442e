import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { readCalendar } from "./read-calendar.ts";
import type { FromCalendarWorker, ReadCalendar } from "./read-in-thread.ts";

const { text, span } = workerData as ReadCalendar;

function answer(): FromCalendarWorker {
  try {
    return { events: readCalendar(text, span) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, category, message, remedy } = error;
    return { fault: { code, category, message, remedy } };
  }
}

parentPort?.postMessage(answer());
