import { MailAddress } from "../../shared/model/anchor-settings.ts";
import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

/** What stands behind each action, and the options it cannot do without. */
const actions = {
  list: { argument: null, needs: [] },
  receipt: { argument: null, needs: ["out"] },
  add: { argument: "FILE", needs: [] },
  timestamp: { argument: null, needs: [] },
  cosign: { argument: null, needs: [] },
  authority: { argument: "NAME", needs: ["url", "root"] },
  witness: { argument: "KEY", needs: ["url"] },
} as const;
export type AnchorAction = keyof typeof actions;

export const anchorCommand = defineCommand({
  name: "anchor",
  summary: "has the newest checkpoint held outside this machine, and takes receipts back",
  positionals: [
    { name: "ACTION", text: `${Object.keys(actions).join(", ")} (default: list)`, optional: true },
    { name: "ARGUMENT", text: "the FILE to add, the NAME of an authority, the KEY of a witness", optional: true },
  ],
  options: {
    out: { kind: "text", value: "FILE", text: "for receipt: where the checkpoint goes" },
    to: { kind: "text", value: "MAIL", text: "for receipt: the firm's address, remembered in the profile" },
    url: { kind: "text", value: "URL", text: "for authority and witness: where it is asked" },
    root: {
      kind: "text",
      value: "FILE",
      text: "for authority: its root certificates in PEM, which you trust from now on",
    },
    profile: profileOption,
  },
  notes: [
    "receipt writes the newest checkpoint and prints a mail link; add takes back what the firm, a witness or an authority sent.",
    "timestamp asks every authority of the profile, of which there have to be two; cosign asks every witness.",
    "Beside a running desk list, receipt, authority and witness work; the rest is done on that desk: Compliance, Anchors.",
    "The record is tamper-evident from the last of these anchors on.",
  ],
  examples: [
    "anchor receipt --out today.note --to proof@firm.example",
    "anchor add answer.eml",
    "anchor authority freetsa --url https://freetsa.org/tsr --root cacert.pem",
    "anchor timestamp",
  ],
  run: async ({ options, positionals: [word = "list", argument] }, console) => {
    if (!Object.hasOwn(actions, word)) {
      throw new UsageError(`anchor does not know "${word}"`, `choose one of ${Object.keys(actions).join(", ")}`);
    }
    const action = word as AnchorAction;
    const { argument: wanted, needs } = actions[action];
    if ((wanted !== null) !== (argument !== undefined)) {
      const fix = wanted === null ? "leave it out" : `write anchor ${action} ${wanted}`;
      throw new UsageError(`anchor ${action} ${wanted === null ? "takes no argument" : `needs ${wanted}`}`, fix);
    }
    for (const need of needs) {
      if (options[need] === undefined) throw new UsageError(`anchor ${action} needs --${need}`, `add --${need}`);
    }
    if (options.to !== undefined && !MailAddress.safeParse(options.to).success) {
      throw new UsageError(`--to is no mail address: ${options.to}`, "write one address, such as proof@firm.example");
    }
    const [{ runAnchor }, { systemHost }] = await Promise.all([import("./anchor.ts"), import("./system-host.ts")]);
    const { out = "", to = "", url = "", root = "" } = options;
    const { lines, exitCode, ...document } = await runAnchor({
      host: systemHost(),
      profileDir: profileDirOf(options.profile),
      action,
      argument: argument ?? "",
      out,
      to,
      url,
      root,
    });
    if (options.json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
