import { Worker } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { hasLeft } from "../threads/has-left.ts";
import type { BundlePiece, Written } from "./bundle-file.ts";

/** What the writing thread is given: a piece, the end behind the last, or that nobody wants the file any more. */
export type ToBundleWriter = BundlePiece | "end" | "stop";

/** What the writing thread says: that a piece is done with, what it wrote, or why it cannot. */
export type FromBundleWriter =
  | { readonly kind: "taken" }
  | { readonly kind: "written"; readonly written: Written }
  | { readonly kind: "failed"; readonly error: Error };

/** Pieces that may wait: some megabytes. */
const mostWaiting = 8;

/**
 * Has another thread write pieces to a file as JSON, hash them and wait for the disk. Throws what the file system says
 * there, and a Fault `PROOF-STOPPED` where the thread ends before it is done.
 */
export async function writeAside(pieces: Iterable<BundlePiece>, path: string): Promise<Written> {
  const program = new URL(import.meta.url.endsWith(".ts") ? "./write-worker.ts" : "./write-worker.js", import.meta.url);
  const worker = new Worker(program, { workerData: path, name: "bundle", execArgv: [] });
  const tell = (message: ToBundleWriter, transfer: readonly ArrayBuffer[] = []): void =>
    worker.postMessage(message, transfer);
  let waiting = 0;
  let written: Written | null = null;
  let failure: Error | null = null;
  let wake = (): void => {};
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  worker.on("message", (said: FromBundleWriter) => {
    if (said.kind === "failed") return fail(said.error);
    if (said.kind === "taken") waiting -= 1;
    else written = said.written;
    wake();
  });
  worker.once("error", (error) => fail(stopped(error.message)));
  worker.once("exit", (code) => fail(stopped(`it left with ${code}`)));
  const heard = async (enough: () => boolean): Promise<void> => {
    while (failure === null && !enough()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== null && written === null) throw failure;
  };
  try {
    for (const piece of pieces) {
      await heard(() => waiting < mostWaiting);
      tell(piece, ownBuffers(piece));
      waiting += 1;
    }
    tell("end");
    await heard(() => written !== null);
  } finally {
    if (written === null) tell("stop");
    await hasLeft(worker);
  }
  return written as unknown as Written;
}

/** Memory that a piece has to itself goes over with it and is not copied. */
function ownBuffers(piece: BundlePiece): ArrayBuffer[] {
  if (piece.kind !== "texts") return [];
  return piece.pages.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}

function stopped(how: string): Fault {
  return new Fault(
    "PROOF-STOPPED",
    "bug",
    `the thread that writes the bundle ended before it was done: ${how}`,
    "Nothing in the journal changed. Try again; if it happens again, close the desk and use the export command.",
  );
}
