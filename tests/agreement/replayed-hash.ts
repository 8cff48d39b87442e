import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../../main/audit/canonical.ts";
import { roundTrips } from "../../main/backtest/round-trips.ts";
import type { RunDocument } from "../../main/backtest/run-document.ts";
import { createEngine } from "../../main/engine/engine.ts";
import { scaleOf } from "../../main/engine/instrument-scale.ts";
import { createGate } from "../../main/risk/gate.ts";
import { parseFixed } from "../../shared/model/fixed.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { defaultLimits } from "../fixtures/engine-rig.ts";

/** The hash of the trades that an engine knows of which was shown the journal and nothing else; it sends nothing. */
export function replayedHash(profileDir: string, { instrument, trades }: RunDocument): string {
  const refuse = (): never => {
    throw new Error("a replay acts on nothing");
  };
  const engine = createEngine({
    instruments: [instrument],
    account: { id: "paper", currency: instrument.quoteCurrency, cash: "10000", leverage: "1" },
    takerFeeBps: "0",
    gate: createGate({ limits: () => defaultLimits }),
    route: { submit: refuse, cancel: refuse, replace: refuse },
    record: refuse,
    journalOpen: () => true,
    now: () => 0,
    sha256: sha256Hex,
    idSeed: "replay",
  });
  const { db, reader } = openRecord(profileDir);
  try {
    for (const { text } of reader.read(0, Number.MAX_SAFE_INTEGER)) engine.restore(JSON.parse(text) as JournalEvent);
  } finally {
    db.close();
  }
  const scale = scaleOf(instrument, 0);
  // An open trade is valued at the last close, which is no event.
  const open = trades.at(-1)?.exitAt === null ? trades.at(-1) : undefined;
  const closed = roundTrips(engine.fills().toReversed(), scale, parseFixed("0", 0)).slice(0, open ? -1 : undefined);
  return sha256Hex(canonicalize([...closed, ...(open ? [open] : [])] as never));
}
