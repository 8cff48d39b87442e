import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Bundle } from "../../audit/bundle.ts";
import { type BundleMember, isList } from "../../audit/compose-bundle.ts";
import type { EventTexts } from "../../audit/event-page.ts";
import { JsonBytes } from "./json-bytes.ts";

/** What was written: how long it is, what it says first, and how many members its lists have. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
  readonly said: Partial<Bundle>;
  readonly counts: Readonly<Record<string, number>>;
}

/** A part of a bundle's JSON, in order: a member, or some of a list. */
export type BundlePiece =
  | { readonly kind: "member"; readonly key: string; readonly value: unknown }
  | { readonly kind: "list"; readonly key: string }
  | { readonly kind: "some"; readonly members: readonly unknown[] }
  | { readonly kind: "texts"; readonly events: number; readonly pages: readonly Uint8Array[] };

/** Members of a list that travel together, and bytes of events. */
const togetherMembers = 500;
const togetherLength = 1 << 19;
const pieceLength = 2 << 20;
/** So much is written before the disk is asked to take it up, while more is made. */
const syncEvery = 64 << 20;

/** Cuts a bundle's members into pieces of bounded size. */
export function* piecesOf(bundle: Iterable<BundleMember>): Generator<BundlePiece> {
  for (const [key, value] of bundle) {
    if (!isList(value)) {
      yield { kind: "member", key, value };
      continue;
    }
    yield { kind: "list", key };
    if (key === "events") yield* eventPieces(value);
    else yield* memberPieces(value);
  }
}

function* memberPieces(list: Iterable<unknown>): Generator<BundlePiece> {
  let members: unknown[] = [];
  for (const member of list) {
    members.push(member);
    if (members.length < togetherMembers) continue;
    yield { kind: "some", members };
    members = [];
  }
  if (members.length > 0) yield { kind: "some", members };
}

/** What comes as bytes travels as bytes, some pages together. */
function* eventPieces(list: Iterable<EventTexts>): Generator<BundlePiece> {
  let pages: Uint8Array[] = [];
  let events = 0;
  let length = 0;
  for (const { events: more, texts } of list) {
    if (texts instanceof Uint8Array) {
      pages.push(texts);
      events += more;
      length += texts.length;
      if (length < togetherLength) continue;
    }
    if (pages.length > 0) yield { kind: "texts", events, pages };
    [pages, events, length] = [[], 0, 0];
    if (!(texts instanceof Uint8Array)) yield { kind: "some", members: texts };
  }
  if (pages.length > 0) yield { kind: "texts", events, pages };
}

/** A bundle's file while it is written: takes pieces, hashes what they come to, and keeps the disk busy meanwhile. */
class BundleFile {
  readonly #file: FileHandle;
  readonly #hash = createHash("sha256");
  readonly #waiting = new JsonBytes(2 * pieceLength);
  readonly #counts: Record<string, number> = {};
  readonly #said: Record<string, unknown> = {};
  #opening = "{";
  #list: string | null = null;
  #bytes = 0;
  #synced = 0;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> | null = null;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<BundleFile> {
    return new BundleFile(await open(path, "w", 0o600));
  }

  async take(piece: BundlePiece): Promise<void> {
    if (piece.kind === "some" || piece.kind === "texts") {
      if (piece.kind === "some") this.#some(piece.members);
      else this.#texts(piece.pages, piece.events);
      if (this.#waiting.length > pieceLength) await this.#flush();
      return;
    }
    this.#endList();
    this.#waiting.json(`${this.#opening}${JSON.stringify(piece.key)}:`);
    this.#opening = ",\n";
    if (piece.kind === "member") {
      this.#waiting.json(JSON.stringify(piece.value));
      this.#said[piece.key] = piece.value;
    } else {
      this.#list = piece.key;
      this.#counts[piece.key] = 0;
      this.#waiting.json("[");
    }
  }

  /** Ends the document and waits for the disk. */
  async end(): Promise<Written> {
    this.#endList();
    this.#waiting.json("}\n");
    await this.#flush();
    await this.#writing;
    await this.#syncing;
    await this.#file.sync();
    const said = this.#said as Partial<Bundle>;
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex"), said, counts: this.#counts };
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
    await this.#file.close();
  }

  #some(members: readonly unknown[]): void {
    const list = this.#list ?? "";
    let count = this.#counts[list] ?? 0;
    for (const member of members) {
      this.#waiting.json(count === 0 ? "\n" : ",\n");
      if (typeof member === "string") this.#waiting.text(member);
      else this.#waiting.json(JSON.stringify(member));
      count += 1;
    }
    this.#counts[list] = count;
  }

  #texts(pages: readonly Uint8Array[], events: number): void {
    const list = this.#list ?? "";
    const before = this.#counts[list] ?? 0;
    for (const [n, page] of pages.entries()) {
      this.#waiting.json(before + n === 0 ? "\n" : ",\n");
      this.#waiting.texts(page);
    }
    this.#counts[list] = before + events;
  }

  #endList(): void {
    if (this.#list !== null) this.#waiting.json("]");
    this.#list = null;
  }

  /** Has what waits written while more is made. */
  async #flush(): Promise<void> {
    await this.#writing;
    const chunk = this.#waiting.take();
    this.#bytes += chunk.length;
    this.#writing = this.#file.writeFile(chunk);
    // It is waited for with the next piece; until then its failure is nobody's.
    this.#writing.catch(() => {});
    this.#hash.update(chunk);
    if (this.#bytes - this.#synced < syncEvery) return;
    this.#synced = this.#bytes;
    await this.#syncing;
    this.#syncing = this.#file.datasync();
    this.#syncing.catch(() => {});
  }
}

/** Writes pieces to a file, waits for the disk, and says what was written. Throws what the file system says. */
export async function writePieces(
  pieces: Iterable<BundlePiece> | AsyncIterable<BundlePiece>,
  path: string,
): Promise<Written> {
  const file = await BundleFile.open(path);
  try {
    for await (const piece of pieces) await file.take(piece);
    return await file.end();
  } finally {
    await file.close();
  }
}
