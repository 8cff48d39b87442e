import { resolve } from "node:path";
import { Fault } from "../../shared/model/fault.ts";
import { serveWitness, type WitnessServer } from "../adapters/witness-http/witness-server.ts";
import { openWitnessState } from "../adapters/witness-http/witness-state.ts";
import { formatWitnessKey } from "../audit/witness-protocol.ts";

export interface WitnessOptions {
  readonly host: string;
  readonly port: number;
  readonly state: string;
  readonly vkeys: readonly string[];
  readonly name?: string;
  readonly told: (text: string) => void;
}

export interface RunningWitness extends WitnessServer {
  /** The line to give to others. */
  readonly key: string;
  readonly journals: number;
}

/** The `witness` command, until it is closed. Throws Faults `WITNESS-STATE`, `WITNESS-CHOICE` and `WITNESS-LISTEN`. */
export async function startWitness({ host, port, state, vkeys, name, told }: WitnessOptions): Promise<RunningWitness> {
  const opened = openWitnessState(resolve(state), { vkeys, ...(name === undefined ? {} : { name }) });
  try {
    const server = await serveWitness(opened, { host, port, now: () => Date.now(), told });
    return { ...server, key: formatWitnessKey(opened.key), journals: opened.journals.size };
  } catch (error) {
    throw new Fault(
      "WITNESS-LISTEN",
      "network",
      `the witness cannot listen on ${host}:${port}: ${(error as Error).message}`,
      "Choose a free port with --listen.",
      { cause: error },
    );
  }
}
