import { writeSync } from "node:fs";
import { openTestJournal, sampleEvent } from "./sample-journal.ts";

/** A process that is there to be killed: it records events in bursts and prints the seq of each burst once it is durable. */
const [profileDir = "", seed = "1"] = process.argv.slice(2);
let random = Number(seed);
const next = (below: number): number => {
  random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
  return random % below;
};

const journal = await openTestJournal(profileDir);
journal.onDurable((seq) => writeSync(1, `${seq}\n`));
for (let n = 0; ; ) {
  const burst = 1 + next(40);
  let seq = -1;
  for (let i = 0; i < burst; i++) seq = journal.append(sampleEvent(n++));
  if (next(3) > 0) await journal.durable(seq);
  else await new Promise((resolve) => setImmediate(resolve));
  if (next(25) === 0) await journal.checkpoint("export.created");
}
