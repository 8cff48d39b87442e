/** better-sqlite3 crashes the process under older ones, so it must never be loaded there. */
const oldestNodeMajor = 22;

/** Why this Node cannot run Proofdesk and what to do, or `null`. */
export function nodeVersionProblem(version: string): string | null {
  const major = Number.parseInt(version, 10);
  if (major >= oldestNodeMajor) return null;
  return [
    `NODE-TOO-OLD: this is Node ${version}, Proofdesk needs ${oldestNodeMajor} or newer (it is built for 24).`,
    "Use the Node that npm ci installed: npm run -s proofdesk -- COMMAND, or npx node main/cli.ts COMMAND.",
  ].join("\n");
}
