import type { JournalValue } from "../../../shared/model/journal-event.ts";
import { canonicalize } from "../canonical.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { type Evidence, type Findings, integrity, type Verdict } from "./verdict.ts";

/** Whether a claim and what was worked out have one canonical form. */
export function sameValue(claimed: unknown, computed: unknown): boolean {
  try {
    return canonicalize(claimed as JournalValue) === canonicalize(computed as JournalValue);
  } catch {
    return false;
  }
}

/** What is claimed of the period and the account, held against the first and last event and the last one of the account. */
export class ClaimedRange {
  readonly #evidence: Evidence;
  readonly #findings: Findings;
  #first: string | null = null;
  #last: string | null = null;
  #account: BundledEvent | null = null;

  constructor(evidence: Evidence, findings: Findings) {
    this.#evidence = evidence;
    this.#findings = findings;
  }

  see(event: BundledEvent, type: string, at: string): void {
    this.#first ??= at;
    this.#last = at;
    if (type === "account.snapshotted" || type === "account.funded") this.#account = event;
  }

  /** Notes of what no event of the bundle says; what contradicts one is a failure. */
  conclude(): Verdict[] {
    return [...this.#period(), ...this.#held()];
  }

  #period(): Verdict[] {
    const { from, to, ...others } = this.#evidence.head.claims.period;
    for (const [name, claimed, said] of [
      ["from", from, this.#first],
      ["to", to, this.#last],
    ] as const)
      if (claimed !== undefined && claimed !== said)
        this.#findings.add(
          `${JSON.stringify(claimed).slice(0, 60)} is claimed, the events say ${said ?? "nothing"}`,
          `claims.period.${name}`,
        );
    const names = Object.keys(others);
    if (names.length === 0) return [];
    const shown = names.slice(0, 4).map((name) => JSON.stringify(name.slice(0, 40)));
    const text = `${names.length} members of claims.period are of no known meaning and not checked: ${shown.join(", ")}`;
    return [integrity("V14", "note", text)];
  }

  #held(): Verdict[] {
    const { claims, range } = this.#evidence.head;
    if (Object.keys(claims.account).length === 0) return [];
    const account = this.#account;
    if (account !== null) {
      if (!sameValue(claims.account, account.data()))
        this.#findings.add(`it is not what event ${account.seq} says of the account`, "claims.account");
      return [];
    }
    if (range.from === 0) {
      this.#findings.add("no event says anything of an account", "claims.account");
      return [];
    }
    const text = "the account that is claimed is not checked: the events of this part say nothing of it";
    return [integrity("V14", "note", text)];
  }
}
