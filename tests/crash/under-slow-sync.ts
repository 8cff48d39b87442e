import process from "node:process";
import { openTestJournal, sampleEvent } from "../journal/sample-journal.ts";
import { say } from "./say.ts";

/** Records on a disk that takes its time to synchronise, and says how its own thread fared meanwhile. */
const [profileDir = ""] = process.argv.slice(2);
const journal = await openTestJournal(profileDir);
const heard: number[] = [];
journal.onDurable((seq) => heard.push(seq));
let longestMs = 0;
let turns = 0;
let last = performance.now();
const beat = setInterval(() => {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - last);
  last = now;
  turns += 1;
}, 10);
const first = journal.durableSeq + 1;
const waits: Promise<number>[] = [];
/** In the order in which they came to be on disk. */
const order: number[] = [];
for (let n = 0; n < 90; n++) {
  const seq = journal.append(sampleEvent(n));
  const asked = performance.now();
  waits.push(
    journal.durable(seq).then(() => {
      order.push(seq);
      return performance.now() - asked;
    }),
  );
  if (n % 30 === 29) await new Promise((resolve) => setTimeout(resolve, 50));
}
const waited = await Promise.all(waits);
clearInterval(beat);
await journal.close();
say(JSON.stringify({ first, order, heard, longestMs, turns, shortestWaitMs: Math.min(...waited) }));
