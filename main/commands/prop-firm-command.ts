import { resolve } from "node:path";
import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

export const propFirmCommand = defineCommand({
  name: "prop-firm",
  summary: "a prop firm's rules: the presets, an account put under one, what they make of a journal",
  positionals: [
    {
      name: "ID|apply|copy",
      text: "a preset to judge the journal by, or what to do; without one they are listed",
      optional: true,
    },
    { name: "ID", text: "the preset to apply or to copy", optional: true },
  ],
  options: {
    profile: profileOption,
    as: { kind: "text", value: "NAME", text: "the name of the copy, for example my.ftmo.100k" },
    fresh: { kind: "flag", text: "another account at the firm begins: days, peaks and breaches of the one before end" },
    margin: {
      kind: "decimal",
      value: "PCT",
      above: 0,
      text: "what stays untouched of what a rule allows to lose (default: 10)",
    },
    slippage: {
      kind: "decimal",
      value: "PCT",
      above: 0,
      text: "how much worse than its stop an exit may fill, in percent of the price (default: 0.1)",
    },
    stops: {
      kind: "choice",
      choices: ["watched", "refused"],
      text: "whether the guard stands in for a missing stop, or the order is refused (default: watched)",
    },
    dailyLimit: { kind: "flag", text: "you took the daily limit that the firm leaves to you" },
    confirmAutomation: { kind: "flag", text: "you read on the firm's own pages that a machine may trade the account" },
    calendar: { kind: "text", value: "FILE", text: "times of releases, one RFC 3339 time a line; an empty file: none" },
  },
  notes: [
    "A journal under the same preset gives the very floors and breaches that the guard had; under another it is judged as if",
    "the account had been opened under it. Judging only reads, so it works beside a running desk; exits 1 where a rule has",
    "failed. Applying and copying write to the profile, which no desk may hold meanwhile.",
  ],
  examples: [
    "prop-firm",
    "prop-firm ftmo.1step.challenge.100k --profile ./p",
    "prop-firm apply ftmo.2step.challenge.100k --margin 20 --profile ./p",
    "prop-firm copy apex.eod.pa.50k --as my.apex.50k --profile ./p",
  ],
  run: async ({ options, positionals: [first = "", second] }, console) => {
    const { json, profile, as, fresh, margin, slippage, stops, dailyLimit, confirmAutomation, calendar } = options;
    const { judgeProfile, listPresets } = await import("./prop-firm.ts");
    const dir = profileDirOf(profile);
    const act = async () => {
      if (first === "copy") {
        if (second === undefined) throw new UsageError("prop-firm copy needs ID", "name the preset to copy");
        if (as === undefined) throw new UsageError("prop-firm copy needs --as", "add --as NAME: the name of the copy");
        return (await import("./apply-preset.ts")).copyToProfile(dir, second, as);
      }
      if (first === "apply") {
        if (second === undefined) throw new UsageError("prop-firm apply needs ID", "name the preset to apply");
        const [{ applyToProfile }, { readCalendar }, { systemHost }] = await Promise.all([
          import("./apply-preset.ts"),
          import("./firm-calendar.ts"),
          import("./system-host.ts"),
        ]);
        const terms = {
          ...(margin === undefined ? {} : { safetyMarginPercent: margin }),
          ...(slippage === undefined ? {} : { slippagePercent: slippage }),
          ...(stops === undefined ? {} : { withoutStop: stops }),
          ...(dailyLimit ? { optionalDailyLoss: true } : {}),
          ...(confirmAutomation ? { automationConfirmed: true } : {}),
          ...(calendar === undefined ? {} : { releases: readCalendar(resolve(calendar)) }),
        };
        return applyToProfile(systemHost(), dir, { id: second, terms, fresh });
      }
      if (second !== undefined) throw new UsageError(`prop-firm ${first} takes no "${second}"`, "name one preset");
      if (first === "") return listPresets(profile === undefined ? null : dir);
      const [{ readKeysOf }, { systemHost }] = await Promise.all([
        import("./command-host.ts"),
        import("./system-host.ts"),
      ]);
      return judgeProfile(dir, first, await readKeysOf(systemHost(), dir));
    };
    const { exitCode, document, lines } = await act();
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
