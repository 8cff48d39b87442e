import { sameBytes } from "../byte-text.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import { MerkleFrontier } from "../merkle-frontier.ts";
import { type Evidence, integrity, type Verdict } from "./verdict.ts";

const endsBefore =
  "the part ends before it, so nothing shows that the journal still holds what was signed then: ask for one that reaches it";

const unknownSigner =
  "no key that the bundle names signed it: it is of another journal of that name, or of a later session than the bundle";

/** Whether a bundle continues a checkpoint that the reader kept. */
export class Continuation {
  readonly #evidence: Omit<Evidence, "continuation">;
  readonly #remembered: SignedCheckpoint;
  /** Over as many events as the remembered checkpoint covers, where only they tell their root. */
  readonly #frontier: MerkleFrontier;
  readonly #needed: number;

  constructor(evidence: Omit<Evidence, "continuation">, remembered: SignedCheckpoint) {
    this.#evidence = evidence;
    this.#remembered = remembered;
    this.#frontier = new MerkleFrontier(evidence.primitives.sha256Into);
    const { size } = remembered;
    this.#needed = evidence.full && !evidence.checkpoints.sizes.includes(size) ? size : 0;
  }

  take(leaf: Uint8Array): void {
    if (this.#frontier.size < this.#needed) this.#frontier.append(leaf);
  }

  /** It does where this passes; asked once the events are read. */
  conclude(): Verdict {
    const { head, checkpoints, events, full, keys } = this.#evidence;
    const { origin, size, root } = this.#remembered;
    const say = (outcome: Verdict["outcome"], text: string): Verdict =>
      integrity("V09", outcome, text, `remembered checkpoint ${size}`);
    if (origin !== head.origin) return say("fail", `it is one of another journal, ${origin}`);
    const { valid, invalid } = keys.signersOf(this.#remembered);
    if (invalid.length > 0) return say("fail", "a signature on it is not that of the key it names");
    if (valid.length === 0) return say("fail", unknownSigner);
    if (full && size > events) return say("fail", "the journal has become shorter than it was");
    // Whoever has cut a journal back could show a part of it, so that one which says nothing of this is not let pass.
    if (!full && size > (checkpoints.sizes.at(-1) ?? 0)) return say("fail", endsBefore);
    const there = this.#rootThere();
    if (there !== null)
      return sameBytes(there, root)
        ? say("pass", "the journal continues the remembered checkpoint")
        : say("fail", "the journal was rewritten since: the remembered root is another");
    return head.consistency.some(({ from }) => from === size)
      ? say("pass", "the bundle is proven to continue the remembered checkpoint")
      : say("note", "the partial bundle has no proof from the remembered checkpoint: ask for a full one");
  }

  #rootThere(): Uint8Array | null {
    const { checkpoints } = this.#evidence;
    const same = checkpoints.sizes.indexOf(this.#remembered.size);
    if (same >= 0) return checkpoints.root(same);
    return this.#needed > 0 && this.#frontier.size === this.#needed ? this.#frontier.root() : null;
  }
}
