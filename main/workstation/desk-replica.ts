import type { DeskAt } from "../../shared/contract/audit.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { Gate } from "../engine/gate.ts";
import type { OrderHistory } from "../engine/order-history.ts";
import { isFinished } from "../engine/order-transitions.ts";
import { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { EarlierTraders } from "../traders/earlier-traders.ts";
import {
  type DeskMemory,
  engineBasis,
  type MemoryBasis,
  memoryOf,
  RecordReader,
  type Replay,
  recall,
  replayEvent,
} from "./desk-memory.ts";
import type { FindIntent } from "./order-history.ts";

function never(): never {
  throw new Fault("REPLICA-ACTED", "bug", "a replica of a desk was asked to act", "Report this: it only reads.");
}

const noGate: Gate = { judge: never, preview: never, judgeAmendment: never };

/** A desk that only reads: it knows of a record what a desk that is started on it would know, event by event. */
export class DeskReplica {
  readonly #basis: MemoryBasis;
  readonly #record: RecordReader;
  readonly #engine: Engine;
  readonly #desk: Replay;

  /** Begins with what is known already, or with nothing. */
  constructor(basis: MemoryBasis, history: OrderHistory, findIntent: FindIntent, known: DeskMemory | null) {
    this.#basis = basis;
    this.#record = new RecordReader(known?.record ?? null, findIntent);
    this.#engine = createEngine({
      ...engineBasis(basis),
      gate: noGate,
      route: { submit: never, cancel: never, replace: never },
      record: null,
      journalOpen: () => false,
      now: never,
      sha256: sha256Hex,
      idSeed: "",
      history,
    });
    const engine = this.#engine;
    this.#desk = { engine, traders: new EarlierTraders(basis.instruments), firm: new FirmWatch({ record: null }) };
    if (known !== null) recall(this.#desk, known);
  }

  take(event: JournalEvent): void {
    this.#record.note(event);
    replayEvent(this.#desk, event, this.#basis.since, this.#basis.playedFrom);
  }

  /** What it shows now; what follows from prices is left out, because most of them are not in the record. */
  get shown(): DeskAt {
    const { currency, cash, balances, realizedPnl, fees, funding } = this.#engine.account();
    const { state, killSwitch, reason } = this.#engine.tradingState();
    return {
      account: { currency, cash, ...(balances ? { balances } : {}), realizedPnl, fees, funding },
      positions: this.#engine
        .positions()
        .flatMap(({ instrumentId, positionSide, size, averagePrice, realizedPnl, fees }) =>
          size === "0"
            ? []
            : [
                {
                  instrumentId,
                  ...(positionSide ? { positionSide } : {}),
                  size,
                  ...(averagePrice ? { averagePrice } : {}),
                  realizedPnl,
                  fees,
                },
              ],
        ),
      orders: this.#engine.orders().filter(({ status }) => !isFinished(status)),
      trading: { state, killSwitch, reason },
    };
  }

  /** What it knows now. */
  get memory(): DeskMemory {
    return memoryOf(this.#desk, this.#record, this.#basis);
  }
}
