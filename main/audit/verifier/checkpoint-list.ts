import { checkpointText, parseCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";

/** Bytes of a root, a key's id and an Ed25519 signature. */
const rootBytes = 32;
const idBytes = 4;
const signatureBytes = 64;
const bytesEach = rootBytes + idBytes + signatureBytes;
/** Checkpoints that lie together. */
const together = 1024;

/**
 * Checkpoints while a record is checked: of one as a desk signs it, of the journal's own name and with one signature, only
 * size, root and signature are kept, about 110 bytes, and the rest is written anew when it is asked for. A journal may have a
 * million of them.
 */
export class CheckpointList {
  readonly #origin: string;
  readonly #sizes: number[] = [];
  readonly #packed: Uint8Array[] = [];
  /** Those of another form, by their place. */
  readonly #others = new Map<number, SignedCheckpoint>();
  readonly #malformed: string[] = [];
  #bySize: Map<number, number> | null = null;

  /** Reads signed notes, one after the other; `origin` is the journal's name. */
  constructor(origin: string, notes: Iterable<string>) {
    this.#origin = origin;
    for (const note of notes) {
      const parsed = parseCheckpoint(note);
      if (typeof parsed === "string") this.#malformed.push(parsed);
      else this.#add(parsed);
    }
  }

  #add(checkpoint: SignedCheckpoint): void {
    const { origin, size, root, signatures } = checkpoint;
    const place = this.#sizes.push(size) - 1;
    if (place % together === 0) this.#packed.push(new Uint8Array(bytesEach * together));
    const kept = this.#bytes(place);
    kept.set(root);
    const [signed, another] = signatures;
    const isPlain = signed !== undefined && another === undefined && signed.signature.length === signatureBytes;
    if (!isPlain || origin !== this.#origin || signed.name !== origin) {
      this.#others.set(place, checkpoint);
      return;
    }
    for (let i = 0; i < idBytes; i++) kept[rootBytes + i] = Number.parseInt(signed.keyId.slice(2 * i, 2 * i + 2), 16);
    kept.set(signed.signature, rootBytes + idBytes);
  }

  #bytes(place: number): Uint8Array {
    const from = (place % together) * bytesEach;
    return (this.#packed[Math.floor(place / together)] as Uint8Array).subarray(from, from + bytesEach);
  }

  /** How many notes there were, malformed ones among them. */
  get notes(): number {
    return this.#sizes.length + this.#malformed.length;
  }

  /** Why notes are none, for each. */
  get malformed(): readonly string[] {
    return this.#malformed;
  }

  /** The checkpoints' sizes, in the order of the notes. */
  get sizes(): readonly number[] {
    return this.#sizes;
  }

  root(place: number): Uint8Array {
    return this.#bytes(place).subarray(0, rootBytes);
  }

  /** The checkpoint at a place of {@link sizes}. */
  at(place: number): SignedCheckpoint {
    const other = this.#others.get(place);
    if (other !== undefined) return other;
    const bytes = this.#bytes(place);
    const origin = this.#origin;
    const size = this.#sizes[place] as number;
    const root = this.root(place);
    let keyId = "";
    for (const byte of bytes.subarray(rootBytes, rootBytes + idBytes)) keyId += byte.toString(16).padStart(2, "0");
    const signature = bytes.subarray(rootBytes + idBytes);
    const text = checkpointText({ origin, size, root });
    return { origin, size, root, text, signatures: [{ name: origin, keyId, signature }] };
  }

  /** The place of the checkpoint over so many events, the last of several. */
  placeOf(size: number): number | undefined {
    this.#bySize ??= new Map(this.#sizes.map((one, place) => [one, place]));
    return this.#bySize.get(size);
  }

  /** The places by their sizes, ascending. */
  ascending(): Uint32Array {
    const places = Uint32Array.from(this.#sizes.keys());
    const size = (place: number): number => this.#sizes[place] as number;
    const ordered = this.#sizes.every((one, place) => place === 0 || one >= size(place - 1));
    return ordered ? places : places.sort((a, b) => size(a) - size(b) || a - b);
  }
}
