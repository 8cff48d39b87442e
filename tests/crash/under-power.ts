import { createSecretKey } from "node:crypto";
import process from "node:process";
import { EventWriter } from "../../main/adapters/journal-sqlite/event-writer.ts";
import { openForWriting } from "../../main/adapters/journal-sqlite/open-database.ts";
import { placedAlone } from "../../main/adapters/journal-sqlite/placed-event.ts";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { orderOf, stageEvent } from "../../main/audit/event-text.ts";
import { genesisData } from "../../main/audit/session-events.ts";
import { verifyingKey } from "../../main/audit/verifying-key.ts";
import { sampleEvent } from "../journal/sample-journal.ts";
import { say } from "./say.ts";

/** Commits events one by one, says which are acknowledged, and ends without closing anything. */
const [path = "", synchronous = "FULL"] = process.argv.slice(2);
const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32));
const key = verifyingKey(nodePrimitives, "proofdesk/power", publicKey);
const db = openForWriting(path);
db.pragma(`synchronous = ${synchronous}`);
const mac = { version: 0, key: createSecretKey(new Uint8Array(32)) };
const writer = new EventWriter(db, key, sign, mac, () => 1);
const genesis = { ...sampleEvent(0), type: "journal.genesis" as const, data: genesisData(key, publicKey, "session") };
for (let seq = 0; seq < 40; seq++) {
  const event = seq === 0 ? genesis : sampleEvent(seq);
  const { type, trace, data } = event;
  const texts = stageEvent(event, seq, BigInt(seq), "s");
  writer.commit([placedAlone({ seq, ...texts, type, trace, orderId: orderOf(data) })], null);
  say(`ack ${seq}`);
}
// At once: nothing is folded in, synchronised or closed.
process.kill(process.pid, "SIGKILL");
