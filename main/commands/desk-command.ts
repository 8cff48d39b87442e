import { defineCommand } from "./command.ts";
import { profileOption } from "./profile-option.ts";

export const deskCommand = defineCommand({
  name: "desk",
  summary: "the workstation: a market, a chart, a ticket, traders, and the record of it all",
  positionals: [],
  options: {
    shell: {
      kind: "choice",
      choices: ["auto", "electron", "browser", "none"],
      text: "where it opens; auto is Electron, else Chromium, else the address (default: auto)",
    },
    feed: {
      kind: "text",
      value: "synthetic|FILE",
      text: "the market: the sandbox's own, or a recorded file (default: synthetic)",
    },
    speed: {
      kind: "number",
      value: "N",
      min: 0.01,
      text: "how many times faster than real time a recorded file plays (default: 1)",
    },
    port: {
      kind: "integer",
      value: "N",
      min: 0,
      max: 65_535,
      text: "the port on 127.0.0.1, 0 for a free one (default: 0)",
    },
    noOpen: { kind: "flag", text: "open nothing, print the address" },
    profile: profileOption,
  },
  notes: [
    "The address carries a ticket that admits one page, once, within a minute. With a terminal, Enter prints a new one.",
    "--json prints one line {url, port, ticket, profile, shell} when the desk is ready; it runs until it is stopped.",
  ],
  examples: ["desk", "desk --shell none --port 0 --json", "desk --feed bars/BTCUSDT.csv.gz --profile ./replay"],
  run: async ({ options }, console) => {
    const { loadDesk } = await import("./load-desk.ts");
    const runDesk = await loadDesk(console.err);
    return await runDesk(options, console);
  },
});
