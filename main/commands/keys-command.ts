import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

const actions = ["list", "rotate", "recover", "revoke", "renew"] as const;

export const keysCommand = defineCommand({
  name: "keys",
  summary: "lists, replaces and takes back the keys that sign the journal",
  positionals: [
    { name: "ACTION", text: "list (the default), rotate, recover, revoke or renew", optional: true },
    { name: "ID", text: "for revoke: the key's id, or its beginning", optional: true },
  ],
  options: {
    from: { kind: "integer", value: "SEQ", min: 0, text: "for revoke: the first event the key no longer vouches for" },
    into: { kind: "text", value: "DIR", text: "for renew: the new profile" },
    reason: { kind: "text", value: "TEXT", mayBeEmpty: true, text: "why, for the record" },
    profile: profileOption,
  },
  notes: [
    "rotate replaces the current key by the one the journal committed to; recover does so where the current key is lost.",
    "renew begins a new journal that names the last checkpoint of this one, where both keys are lost.",
    "list also works beside a running desk. A key of its journal is changed on that desk: Compliance, Signing keys.",
  ],
  examples: ["keys --profile ./p", "keys rotate --profile ./p", "keys revoke 3f2a --from 1200 --profile ./p"],
  run: async ({ options, positionals: [word = "list", id] }, console) => {
    const action = actions.find((one) => one === word);
    if (!action) throw new UsageError(`keys does not know "${word}"`, `choose one of ${actions.join(", ")}`);
    if ((action === "revoke") !== (id !== undefined)) {
      throw new UsageError(
        `keys ${action} ${id === undefined ? "needs" : "takes no"} ID`,
        "see: proofdesk keys --help",
      );
    }
    if (action === "revoke" && options.from === undefined) {
      throw new UsageError("keys revoke needs --from", "add --from SEQ: the first event the key no longer vouches for");
    }
    if (action === "renew" && options.into === undefined) {
      throw new UsageError("keys renew needs --into", "add --into DIR: the profile of the new journal");
    }
    const [{ runKeys }, { systemHost }] = await Promise.all([import("./keys.ts"), import("./system-host.ts")]);
    const { lines, ...document } = await runKeys({
      host: systemHost(),
      profileDir: profileDirOf(options.profile),
      action,
      id: id ?? "",
      from: options.from ?? 0,
      into: options.into === undefined ? "" : profileDirOf(options.into),
      reason: options.reason ?? "",
    });
    if (options.json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
