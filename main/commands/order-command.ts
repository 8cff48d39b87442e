import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const orderCommand = defineCommand({
  name: "order",
  summary: "one order's life: who wanted it and why, every rule's answer, what became of it",
  positionals: [{ name: "ID", text: "the order's id" }],
  options: { profile: profileOption },
  notes: ["It only reads, so it works beside a running desk. Exits 1 when the journal knows no such order."],
  examples: ["order 3f9c2d8e41b07a65c9d2f1e08b7a3c64 --profile ./p"],
  run: async ({ options, positionals: [orderId = ""] }, console) => {
    const [{ runOrder }, { readKeysOf }, { systemHost }] = await Promise.all([
      import("./order.ts"),
      import("./command-host.ts"),
      import("./system-host.ts"),
    ]);
    const profileDir = profileDirOf(options.profile);
    const keys = await readKeysOf(systemHost(), profileDir);
    const { exitCode, lines, ...document } = runOrder({ orderId, profileDir, keys });
    if (options.json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
