import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalEvent, JournalValue } from "../../../shared/model/journal-event.ts";
import { toHex } from "../byte-text.ts";
import { canonicalize } from "../canonical.ts";
import { AccountPath } from "../track-record/account-path.ts";
import { isRemembered } from "../track-record/claimed-figures.ts";
import { unitsOf } from "../track-record/open-trade.ts";
import type { BundledEvent } from "./bundled-event.ts";
import type { FirmJudge } from "./givens.ts";
import { type Evidence, type Findings, integrity, type Verdict } from "./verdict.ts";

const ofAccount = /^(?:order\.(?:intended|filled|partially_filled)|fill\.|account\.|position\.)/;
const ofFirm: ReadonlySet<string> = new Set(["preset.applied", "account.snapshotted", "risk.breached", "risk.judged"]);

/** The most orders and fills whose account is followed, and balances between two marks: all of them are held in memory. */
const mostFollowed = 1_000_000;
const mostBalances = 100_000;

/**
 * What a bundle says of a prop firm: that the preset is the one whose hash is claimed, that what the guard saw is what the
 * fills come to, and that the floors and breaches follow. Only a whole bundle that claims a preset is judged by it.
 */
export class FirmVerdicts {
  readonly #evidence: Evidence;
  readonly #findings: Findings;
  readonly #judge: FirmJudge | null;
  readonly #path = new AccountPath();
  readonly #watches: boolean;
  /** What the balance was since the mark before: one from before a fill may be written down behind it. */
  readonly #balances = new Set<bigint>();
  /** All money is of one currency; of several the path knows no sum. */
  #plain = true;
  #followed = 0;
  /** The first event that is one too many to follow. */
  #beyond: number | null = null;
  #applied: { readonly id: unknown; readonly sha256: unknown } | null = null;

  constructor(evidence: Evidence, findings: Findings) {
    this.#evidence = evidence;
    this.#findings = findings;
    const { range, claims } = evidence.head;
    this.#watches = range.from === 0 && claims.preset.id !== "";
    this.#judge = this.#watches ? (evidence.givens.judgeFirm?.() ?? null) : null;
  }

  see(bundled: BundledEvent, type: string): void {
    try {
      if (type === "preset.applied") this.#preset(bundled);
      if (!this.#watches) return;
      // Of most events nobody needs more than the form.
      if (!(ofAccount.test(type) || ofFirm.has(type))) return;
      const event = bundled.whole();
      if (event === null) return;
      if (ofAccount.test(type)) this.#follow(event);
      if (type === "account.snapshotted") this.#compare(event);
      const wrong = ofFirm.has(type) ? (this.#judge?.take(event) ?? null) : null;
      if (wrong !== null) this.#findings.add(wrong, `event ${bundled.seq}`);
    } catch (error) {
      this.#findings.add(`it cannot be judged: ${(error as Error).message.slice(0, 200)}`, `event ${bundled.seq}`);
    }
  }

  /** What follows from the firm's rules, in words, and what the reader has to know. */
  conclude(): { readonly follows: string; readonly notes: Verdict[] } {
    const { id } = this.#evidence.head.claims.preset;
    const unchecked = this.#claimed();
    const note = (text: string) => ({ follows: "", notes: [...unchecked, integrity("V14", "note", text)] });
    if (id === "") return { follows: "", notes: unchecked };
    if (!this.#watches)
      return note(`the verdicts of ${id} are not judged: only a whole bundle holds what they follow from`);
    if (this.#judge === null) return note(`the verdicts of ${id} are not judged here`);
    const { missing, marks, breaches } = this.#judge.conclude();
    for (const text of missing) this.#findings.add(text, "claims.preset");
    if (this.#beyond !== null) {
      const text = `balances that the guard saw are not judged from event ${this.#beyond} on: too many orders and fills come before`;
      unchecked.push(integrity("V14", "note", text));
    }
    return {
      follows: `; ${marks} marks and ${breaches} breaches of ${id} follow from the events and its rules`,
      notes: unchecked,
    };
  }

  /** Holds the preset that is claimed against the last that the events apply; a note where they apply none that would be seen. */
  #claimed(): Verdict[] {
    const { range, claims } = this.#evidence.head;
    const { id, sha256 } = claims.preset;
    if (this.#applied === null && range.from > 0) {
      const text = "the preset that is claimed is not checked: no event of this part applies one";
      return id === "" && sha256 === "" ? [] : [integrity("V14", "note", text)];
    }
    const applied = this.#applied ?? { id: "", sha256: "" };
    if (applied.id !== id)
      this.#findings.add(
        `"${id.slice(0, 60)}" is claimed, the events apply "${String(applied.id)}"`,
        "claims.preset.id",
      );
    else if (applied.sha256 !== sha256)
      this.#findings.add("it is not the preset that the events apply", "claims.preset.sha256");
    return [];
  }

  #preset(bundled: BundledEvent): void {
    const { presetId, sha256, preset } = bundled.data();
    this.#applied = { id: presetId ?? "", sha256: sha256 ?? "" };
    const { primitives } = this.#evidence;
    const hash = toHex(primitives.sha256(primitives.utf8(canonicalize((preset ?? null) as JournalValue))));
    if (hash !== sha256) this.#findings.add(`the preset it applies has the hash ${hash}`, `event ${bundled.seq}`);
  }

  #follow(event: JournalEvent): void {
    const { data } = event;
    const account = data["account"] as { readonly balances?: unknown } | undefined;
    if (account?.balances !== undefined || data["feeBooked"] === false) this.#plain = false;
    if (this.#beyond === null && (this.#followed > mostFollowed || this.#balances.size > mostBalances)) {
      this.#beyond = event.seq;
    }
    if (this.#beyond !== null) return;
    if (isRemembered(event.type)) this.#followed += 1;
    this.#path.take(event);
    this.#balances.add(this.#path.balance);
  }

  /** The balance that the guard saw is what the fills come to; equity between fills is the market's. */
  #compare({ data, seq }: JournalEvent): void {
    const firm = data["firm"];
    if (typeof firm !== "object" || firm === null || !("balance" in firm)) return;
    const said = unitsOf((firm as { readonly [name: string]: JournalValue })["balance"]);
    const follows = !this.#plain || this.#beyond !== null || this.#balances.has(said);
    this.#balances.clear();
    this.#balances.add(this.#path.balance);
    if (follows) return;
    const computed = formatFixed(this.#path.balance, MONEY_DIGITS);
    this.#findings.add(
      `it says a balance of ${formatFixed(said, MONEY_DIGITS)}, the fills come to ${computed}`,
      `event ${seq}`,
    );
  }
}
