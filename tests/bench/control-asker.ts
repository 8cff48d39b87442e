import { parentPort, workerData } from "node:worker_threads";
import { askControl } from "../../main/transport/control-client.ts";

const { profileDir } = workerData as { profileDir: string };

// Another thread that halts the desk as the command line does, and says when it began; the clock is the same on both sides.
parentPort?.on("message", () => {
  const request = { asked: String(process.hrtime.bigint()) };
  void askControl(profileDir, request, 10_000).then((asked) => parentPort?.postMessage(asked));
});
