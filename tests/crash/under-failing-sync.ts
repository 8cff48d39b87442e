import process from "node:process";
import { openTestJournal, sampleEvent } from "../journal/sample-journal.ts";
import { say } from "./say.ts";

/** Records until the disk fails, then says three things more as a desk that only closes would. */
const [profileDir = ""] = process.argv.slice(2);
const journal = await openTestJournal(profileDir);
let failure: { code?: string } | null = null;
for (let n = 0; failure === null; n++) {
  try {
    await journal.durable(journal.append(sampleEvent(n)));
  } catch (error) {
    failure = error as { code?: string };
  }
}
for (let n = 0; n < 3; n++) {
  try {
    journal.append({ ...sampleEvent(n), type: "order.canceled" });
  } catch {
    // Refused, and kept aside.
  }
}
const { state, durableSeq, aside } = journal.health();
await journal.close();
say(`${JSON.stringify({ code: failure?.code, state, durableSeq, aside })}`);
