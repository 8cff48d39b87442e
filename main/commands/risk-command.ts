import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

export const riskCommand = defineCommand({
  name: "risk",
  summary: "the gate's rules with their settings, or every rule's answer to one order",
  positionals: [
    { name: "rules|explain", text: "what to show" },
    { name: "ORDER", text: "the id of the order to explain", optional: true },
  ],
  options: { profile: profileOption },
  notes: [
    "rules lists every rule with its settings, their bounds, what a new profile sets and what they mean. explain prints the",
    "table of the screen from the record, refusals first: of each time that the order was judged the last. It only reads, so",
    "it works beside a running desk; exits 1 when the journal knows no verdict on such an order.",
  ],
  examples: ["risk rules --json", "risk explain --profile ./p 3f9c2d8e41b07a65c9d2f1e08b7a3c64"],
  run: async ({ options, positionals: [what = "", orderId] }, console) => {
    const act = async () => {
      if (what === "rules") {
        if (orderId !== undefined) throw new UsageError("risk rules takes no ORDER", "use risk explain ORDER");
        return (await import("./risk-rules.ts")).listRules();
      }
      if (what !== "explain") throw new UsageError(`risk knows no "${what}"`, "use risk rules or risk explain ORDER");
      if (orderId === undefined) throw new UsageError("risk explain needs ORDER", "name the order to explain");
      const [{ explainOrder }, { readKeysOf }, { systemHost }] = await Promise.all([
        import("./risk-explain.ts"),
        import("./command-host.ts"),
        import("./system-host.ts"),
      ]);
      const profileDir = profileDirOf(options.profile);
      return explainOrder(profileDir, orderId, await readKeysOf(systemHost(), profileDir));
    };
    const { exitCode, document, lines } = await act();
    if (options.json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
