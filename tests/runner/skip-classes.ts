import type { TestOutcome } from "./tally.ts";

interface SkipClass {
  readonly name: string;
  readonly matches: RegExp;
  readonly remedy: string;
}

const classes: readonly SkipClass[] = [
  {
    name: "keychain",
    matches: /keychain|secret service|gnome-keyring|libsecret/i,
    remedy: "to run them: apt-get install gnome-keyring dbus libsecret-1-dev, then npm ci",
  },
  {
    name: "sample data",
    matches: /shared\/data|sample data|data set|no data/i,
    remedy: "to run them: put the recorded market data into ../shared/data",
  },
  {
    name: "Wycheproof",
    matches: /wycheproof/i,
    remedy: "to run them: apt-get install golang-github-cloudflare-circl-dev",
  },
  {
    name: "Chromium",
    matches: /chromium|browser|tests\/e2e\/|tests\/shell\//i,
    remedy: "to run them: apt-get install chromium (or set PROOFDESK_CHROMIUM to a Chromium, Chrome or Edge)",
  },
];

const other = { name: "other", remedy: "each of these tests says in its file why it skips" };

/** One line for each class of skipped tests: how many, and how to get them. What a test says itself goes before its path. */
export function skipLines(skipped: readonly TestOutcome[]): string[] {
  const groups = new Map<{ name: string; remedy: string }, TestOutcome[]>();
  for (const outcome of skipped) {
    const said = outcome.note === "" ? null : classes.find(({ matches }) => matches.test(outcome.note));
    const named = classes.find(({ matches }) => matches.test(`${outcome.file} ${outcome.name}`));
    const group = said ?? named ?? other;
    groups.set(group, [...(groups.get(group) ?? []), outcome]);
  }
  return [...groups].map(([{ name, remedy }, outcomes]) => {
    const files = new Set(outcomes.map(({ file }) => file));
    const where = name === "other" ? ` (${[...files].join(", ")})` : "";
    return `skipped, ${name}: ${outcomes.length} ${outcomes.length === 1 ? "test" : "tests"}${where}; ${remedy}`;
  });
}
