import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { CrashOrder } from "./crash-order.ts";

/** How a victim ended. */
export interface Death {
  /** The highest seq it had said was durable, -1 for none. */
  readonly acknowledged: number;
  /** The step it died at; `null` when it was killed from outside. */
  readonly reached: string | null;
}

const patienceMs = 30_000;
const file = (name: string): string => join(import.meta.dirname, name);

/** A process started ahead of its turn, so that loading the program and recording overlap. */
export class Victim {
  readonly #child: ChildProcess;
  readonly #warm = Promise.withResolvers<void>();
  readonly #dead = Promise.withResolvers<NodeJS.Signals | null>();
  #said = "";
  #complaint = "";
  #onAck: () => void = () => {};

  constructor() {
    this.#child = spawn(process.execPath, [file("victim.ts")], {
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_OPTIONS: `--import=${file("kill-at-step.ts")}`,
        NODE_COMPILE_CACHE: join(tmpdir(), "proofdesk-crash-cache"),
      },
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString();
      this.#warm.resolve();
      if (this.#said.includes("ack ")) this.#onAck();
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint += chunk.toString();
    });
    this.#child.stdin?.on("error", () => {});
    this.#child.on("close", (_code, signal) => this.#dead.resolve(signal));
  }

  /** Hands the order over and waits for the end. `afterMs` counts from the order (`start`) or from the first acknowledgement (`ack`). */
  async end(
    order: CrashOrder,
    strike: { readonly from: "start" | "ack"; readonly afterMs: number } | null,
  ): Promise<Death> {
    await Promise.race([this.#warm.promise, this.#dead.promise]);
    const kill = (): void => void this.#child.kill("SIGKILL");
    const late = setTimeout(kill, patienceMs);
    if (strike?.from === "start") setTimeout(kill, strike.afterMs);
    if (strike?.from === "ack") {
      this.#onAck = () => {
        this.#onAck = () => {};
        setTimeout(kill, strike.afterMs);
      };
    }
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    const signal = await this.#dead.promise;
    clearTimeout(late);
    if (signal !== "SIGKILL") throw new Error(`a victim ended by itself: ${this.#complaint}`);
    // What has no newline was not said to the end.
    const lines = this.#said.slice(0, this.#said.lastIndexOf("\n")).split("\n");
    const acks = lines.filter((line) => line.startsWith("ack ")).map((line) => Number(line.slice(4)));
    const reached = lines.find((line) => line.startsWith("reached "))?.slice(8) ?? null;
    if (order.at !== null && reached === null) throw new Error(`${order.at} was not reached in ${patienceMs} ms`);
    return { acknowledged: acks.at(-1) ?? -1, reached };
  }

  /** Ends one that got no order. */
  dismiss(): void {
    this.#child.kill("SIGKILL");
  }
}
