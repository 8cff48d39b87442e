import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const importCommand = defineCommand({
  name: "import",
  summary: "compares a broker's statement with the journal, fill by fill",
  positionals: [{ name: "FILE", text: "the statement, CSV" }],
  options: {
    zone: { kind: "text", value: "ZONE", text: "IANA zone of times that name no offset (default: UTC)" },
    symbol: {
      kind: "list",
      value: "STATEMENT=INSTRUMENT",
      text: "how the statement names an instrument; may be given again",
    },
    profile: profileOption,
  },
  notes: [
    "Knows the layouts of FTMO, TopstepX/ProjectX, Tradovate, NinjaTrader, TradeStation, TradingView, IBKR and MetaTrader 5.",
    "It only reads. Exits 1 when something is on one side only.",
  ],
  examples: ["import trades.csv --profile ./p --zone America/Chicago --symbol ESM6=paper:ES"],
  run: async ({ options: { json, profile, zone = "UTC", symbol }, positionals: [file = ""] }, console) => {
    const [{ runImport }, { readKeysOf }, { systemHost }] = await Promise.all([
      import("./import.ts"),
      import("./command-host.ts"),
      import("./system-host.ts"),
    ]);
    const profileDir = profileDirOf(profile);
    const keys = await readKeysOf(systemHost(), profileDir);
    const result = runImport({ file, zone, symbols: symbol, profileDir, keys });
    const { exitCode, lines, ...document } = result;
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
