import { type BundleHead, mostMembers } from "../bundle.ts";
import { checkSignatures, type SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import { parseVkey, type VerifyingKey } from "../verifying-key.ts";
import { type AnnouncedKey, type KeyHistory, KeySuccession } from "./announced-keys.ts";
import type { BundledEvent } from "./bundled-event.ts";
import type { CheckpointList } from "./checkpoint-list.ts";

/** Who signed a checkpoint rightly, and who falsely. */
export type Signers = ReturnType<typeof checkSignatures>;

/** The keys that may have signed, gathered while the events pass: those of the bundle's head and those the events announce. */
export class KeyRing {
  /** Keys of the head that are well formed and of this journal. */
  readonly listed: readonly VerifyingKey[];
  /** Lines of the head that are no such key, by their place. */
  readonly unreadable: readonly number[];
  readonly #primitives: Primitives;
  readonly #succession: KeySuccession;
  readonly #checkpoints: CheckpointList;
  /** By the checkpoint's place. */
  readonly #signers: Signers[] = [];

  constructor(primitives: Primitives, head: BundleHead, checkpoints: CheckpointList) {
    this.#primitives = primitives;
    this.#checkpoints = checkpoints;
    const listed: VerifyingKey[] = [];
    const unreadable: number[] = [];
    for (const [index, line] of head.vkeys.entries()) {
      const key = parseVkey(primitives, line);
      if (key?.name === head.origin) listed.push(key);
      else unreadable.push(index);
    }
    this.listed = listed;
    this.unreadable = unreadable;
    // A part that begins later hears of its keys only where they are replaced, revoked or named by a session.
    const before = head.range.from > 0 ? listed : undefined;
    this.#succession = new KeySuccession(primitives, head.origin, { before, most: mostMembers.vkeys });
  }

  get announced(): readonly AnnouncedKey[] {
    return this.#succession.keys;
  }

  /** What the announcements come to: which keys were replaced, recovered, revoked. */
  get history(): KeyHistory {
    return this.#succession;
  }

  get breaks(): KeySuccession["breaks"] {
    return this.#succession.breaks;
  }

  read(event: BundledEvent): void {
    const announced = event.known !== null && announcing.has(event.known.type) ? event.whole() : null;
    if (announced !== null) this.#succession.follow(announced);
  }

  /** Who signed the checkpoint at a place; asked once the events are read. */
  signersAt(place: number): Signers {
    this.#signers[place] ??= this.#shared(this.signersOf(this.#checkpoints.at(place)));
    return this.#signers[place];
  }

  /** Who signed a checkpoint; asked once the events are read. */
  signersOf(checkpoint: SignedCheckpoint): Signers {
    const named = checkpoint.signatures.flatMap(({ keyId }) => this.#byId().get(keyId) ?? []);
    return checkSignatures(this.#primitives, checkpoint, named);
  }

  readonly #alone = new Map<VerifyingKey, Signers>();

  /** One object for all checkpoints that the same key alone signed: of most journals these are nearly all there are. */
  #shared(signers: Signers): Signers {
    const [key] = signers.valid;
    if (key === undefined && signers.invalid.length === 0) return unsigned;
    if (key === undefined || signers.valid.length > 1 || signers.invalid.length > 0) return signers;
    const known = this.#alone.get(key) ?? signers;
    this.#alone.set(key, known);
    return known;
  }

  #known: Map<string, VerifyingKey[]> | null = null;

  #byId(): ReadonlyMap<string, readonly VerifyingKey[]> {
    if (this.#known !== null) return this.#known;
    const unannounced = this.listed.filter((key) => this.history.find(key) === undefined);
    this.#known = Map.groupBy([...this.announced, ...unannounced], ({ keyId }) => keyId);
    return this.#known;
  }
}

const unsigned: Signers = { valid: [], invalid: [] };
const announcing: ReadonlySet<string> = new Set(["journal.genesis", "key.rotated", "key.revoked", "session.opened"]);
