import { join } from "node:path";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import { trade } from "../fixtures/long-record.ts";
import { machineClock, openTestJournal } from "../journal/sample-journal.ts";

/** A process of its own that trades so many events in a profile and exports them: `bundle-maker.ts DIR EVENTS`. */
const [profileDir = "", events = ""] = process.argv.slice(2);
const journal = await openTestJournal(profileDir);
await trade(journal, Number(events));
const file = join(profileDir, "bundle.json");
await exportBundle(journal, { clock: machineClock, actor: { kind: "person", id: "bench" }, file });
await journal.close();
