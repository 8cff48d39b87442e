import type { BundleHead } from "../bundle.ts";
import { mostMembers } from "../bundle-limits.ts";
import { toBase64 } from "../byte-text.ts";
import { checkSignatures, type SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import { parseVkey, type VerifyingKey } from "../verifying-key.ts";
import { type AnnouncedKey, type KeyHistory, KeySuccession, sameKey } from "./announced-keys.ts";
import type { BundledEvent } from "./bundled-event.ts";
import type { CheckpointList } from "./checkpoint-list.ts";

/** Who signed a checkpoint rightly, and who falsely. */
export type Signers = ReturnType<typeof checkSignatures>;

/** What was found with the keys that its signatures named. */
interface Found {
  readonly named: readonly VerifyingKey[];
  readonly signers: Signers;
}

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
  readonly #found: Found[] = [];
  /** By their ids: what the head lists, each key once, and what events announced so far. */
  readonly #listedById: ReadonlyMap<string, readonly VerifyingKey[]>;
  readonly #announcedById = new Map<string, VerifyingKey[]>();

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
    const once = new Map(listed.map((key) => [toBase64(key.publicKey), key]));
    this.#listedById = Map.groupBy(once.values(), ({ keyId }) => keyId);
    // A part that begins later hears of its keys only where they are replaced, revoked or named by a session.
    const before = head.range.from > 0 ? listed : undefined;
    this.#succession = new KeySuccession(primitives, head.origin, { before, most: mostMembers.vkeys });
    this.#file(0);
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
    if (announced === null) return;
    const keys = this.announced.length;
    this.#succession.follow(announced);
    this.#file(keys);
  }

  /** Files the announced keys from a place on under their ids: a journal may announce one with every session. */
  #file(from: number): void {
    for (let place = from; place < this.announced.length; place++) {
      const key = this.announced[place] as AnnouncedKey;
      const known = this.#announcedById.get(key.keyId);
      if (known === undefined) this.#announcedById.set(key.keyId, [key]);
      else known.push(key);
    }
  }

  /** Who signed the checkpoint at a place; asked once the events are read. */
  signersAt(place: number): Signers {
    return this.look(place).signers;
  }

  /** Who signed a checkpoint; asked once the events are read. */
  signersOf(checkpoint: SignedCheckpoint): Signers {
    return checkSignatures(this.#primitives, checkpoint, this.#namedBy(checkpoint));
  }

  /** Checks the signatures at a place with the keys known so far: of most checkpoints these are all that there will be. */
  look(place: number): Found {
    const checkpoint = this.#checkpoints.at(place);
    const named = this.#namedBy(checkpoint);
    const before = this.#found[place];
    if (before !== undefined && areAll(before.named, named, (key, other) => key === other)) return before;
    const signers =
      before !== undefined && areAll(before.named, named, sameKey)
        ? amongThese(before.signers, named)
        : checkSignatures(this.#primitives, checkpoint, named);
    const found = this.#shared({ named, signers });
    this.#found[place] = found;
    return found;
  }

  #ahead = 0;

  /** Looks at one more checkpoint, for who has nothing else to do; `false` where all were looked at. */
  lookAhead(): boolean {
    if (this.#ahead >= this.#checkpoints.sizes.length) return false;
    this.look(this.#ahead++);
    return true;
  }

  readonly #alone = new Map<VerifyingKey, Found>();

  /** One object for all checkpoints that the only key they name signed: of most journals these are nearly all there are. */
  #shared(found: Found): Found {
    const { named, signers } = found;
    const [key] = named;
    if (key === undefined) return unsigned;
    if (named.length > 1 || signers.valid.length !== 1 || signers.invalid.length > 0) return found;
    const known = this.#alone.get(key) ?? found;
    this.#alone.set(key, known);
    return known;
  }

  /** Each key once, however many lines bear its id. */
  #namedBy({ signatures }: SignedCheckpoint): readonly VerifyingKey[] {
    const ids = new Set(signatures.map(({ keyId }) => keyId));
    return [...ids].flatMap((keyId) => this.#keysOf(keyId));
  }

  #keysOf(keyId: string): readonly VerifyingKey[] {
    const unannounced = (this.#listedById.get(keyId) ?? none).filter((key) => this.history.find(key) === undefined);
    return [...(this.#announcedById.get(keyId) ?? none), ...unannounced];
  }
}

type Same = (key: VerifyingKey, other: VerifyingKey) => boolean;

function areAll(some: readonly VerifyingKey[], others: readonly VerifyingKey[], same: Same): boolean {
  return some.length === others.length && some.every((key, place) => same(key, others[place] as VerifyingKey));
}

/** The same signers as they are known now: what was only listed may be announced since. */
function amongThese({ valid, invalid }: Signers, keys: readonly VerifyingKey[]): Signers {
  const now = (key: VerifyingKey): VerifyingKey => keys.find((other) => sameKey(key, other)) ?? key;
  return { valid: valid.map(now), invalid: invalid.map(now) };
}

const none: readonly VerifyingKey[] = [];
const unsigned: Found = { named: none, signers: { valid: [], invalid: [] } };
const announcing: ReadonlySet<string> = new Set(["journal.genesis", "key.rotated", "key.revoked", "session.opened"]);
