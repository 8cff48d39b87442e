import { defineCommand } from "./command.ts";
import { UsageError } from "./usage-error.ts";

export const witnessCommand = defineCommand({
  name: "witness",
  summary: "watches journals for a firm: cosigns checkpoints of those that only grow",
  positionals: [],
  options: {
    listen: { kind: "text", value: "HOST:PORT", text: "where it listens (default: 127.0.0.1:8417)" },
    state: { kind: "text", value: "DIR", text: "its key and what it remembers", required: true },
    journal: {
      kind: "list",
      value: "VKEY",
      text: "a key that a watched journal signs with; remembered, may be given again",
    },
    name: { kind: "text", value: "NAME", text: "its name, best a domain and path of yours; only when it is new" },
  },
  notes: [
    "It speaks C2SP add-checkpoint over plain HTTP: put your own TLS in front of it where it shall be reached from outside.",
    "It refuses what would roll a journal back or rewrite it. A journal that rotated its key needs the new VKEY too.",
  ],
  examples: ["witness --state ./w --journal 'proofdesk/7c0e…+93b53cf7+Ad…'"],
  run: async ({ options }, console) => {
    const match = /^(.+):(\d{1,5})$/.exec(options.listen ?? "127.0.0.1:8417");
    const port = Number(match?.[2]);
    if (!match || port > 65_535) {
      throw new UsageError(`--listen does not take "${options.listen}"`, "give HOST:PORT, for example 127.0.0.1:8417");
    }
    const [{ startWitness }, { stopSignal }] = await Promise.all([import("./witness.ts"), import("./stop-signal.ts")]);
    const { state, journal, name } = options;
    const witness = await startWitness({
      host: match[1] ?? "127.0.0.1",
      port,
      state,
      vkeys: journal,
      ...(name === undefined ? {} : { name }),
      told: (text) => console.err(text),
    });
    if (options.json) console.json({ url: witness.url, key: witness.key, journals: witness.journals });
    else {
      console.out(`Witnessing ${witness.journals} journals at ${witness.url}`);
      console.out(`Give this key to traders and to who verifies: ${witness.key}`);
    }
    const stop = stopSignal();
    await new Promise((resolve) => stop.addEventListener("abort", resolve));
    await witness.close();
    return 0;
  },
});
