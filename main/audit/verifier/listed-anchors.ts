import type { BundleHead } from "../bundle.ts";
import { toHex } from "../byte-text.ts";
import type { Primitives } from "../primitives.ts";

type Anchor = BundleHead["anchors"][number];

/** One short name for what says the same: a token may be long, and a file may hold as many of them as it likes. */
export function anchorName({ sha256, utf8 }: Primitives, { kind, size, token }: Anchor): string {
  return toHex(sha256(utf8(JSON.stringify([kind, size, token]))));
}

/** What a bundle's head lists as anchors, held against what its events say was received: each entry answers for one event. */
export class ListedAnchors {
  /** How many entries say the same, and no event has said so yet. */
  readonly #unsaid = new Map<string, number>();
  readonly #anchors: readonly Anchor[];
  readonly #primitives: Primitives;

  constructor(primitives: Primitives, anchors: readonly Anchor[]) {
    this.#primitives = primitives;
    this.#anchors = anchors;
    for (const anchor of anchors) {
      const name = this.#name(anchor);
      this.#unsaid.set(name, (this.#unsaid.get(name) ?? 0) + 1);
    }
  }

  /** Takes the entry that says what an event received; `false` where there is none left. */
  take(received: Anchor): boolean {
    const name = this.#name(received);
    const entries = this.#unsaid.get(name) ?? 0;
    if (entries > 0) this.#unsaid.set(name, entries - 1);
    return entries > 0;
  }

  /** The entries of which no event spoke. */
  left(): Anchor[] {
    return this.#anchors.filter((anchor) => {
      const name = this.#name(anchor);
      const entries = this.#unsaid.get(name) ?? 0;
      this.#unsaid.set(name, entries - 1);
      return entries > 0;
    });
  }

  #name(anchor: Anchor): string {
    return anchorName(this.#primitives, anchor);
  }
}
