import { clearAnswers } from "../../../shared/model/clear-answers.ts";
import { commonLength, type Literal, literalOf, viewOf } from "./event-bytes.ts";
import { ruleCount } from "./judge-verdict.ts";
import type { ScannedEvent } from "./scan-event.ts";
import { SharedText } from "./shared-text.ts";

const quote = 34;
const comma = 44;
const minus = 45;
const point = 46;
const endOfList = 93;
const endOfObject = 125;

const begins = literalOf('{"clear":[');
const maxPassing = literalOf(',"maxPassingSize":');
const orderId = literalOf(',"orderId":"');
const approved = literalOf('","outcome":"approved","reducing":');
const yes = literalOf("true");
const no = literalOf("false");
const rows = literalOf(',"rows":[');
const unset = literalOf('],"unset":[');
const listed = literalOf('"RISK-');
const upTo = literalOf("..RISK-");
const code = literalOf('{"code":"RISK-');
const headroom = literalOf(',"headroom":');
const limit = literalOf(',"limit":');
const maxPassingSize = literalOf(',"maxPassingSize":');
const observed = literalOf(',"observed":');
const passes = literalOf(',"outcome":"pass"');
const exempt = literalOf(',"outcome":"exempt"');
const setting = literalOf(',"setting":"');
const text = literalOf(',"text":"');
const orderFirst = literalOf('{"orderId":"');
const venue = literalOf('","venue":"');
const sentEnds = literalOf('"}');

/** Rules whose headroom is exactly their limit less what was observed. */
const plainHeadroom: ReadonlySet<number> = new Set([3, 5, 6]);
const mayBeClear: ReadonlySet<number> = new Set([...clearAnswers.keys()].map((code) => Number(code.slice(5))));
const anyRule: ReadonlySet<number> = new Set(Array.from({ length: 1000 }, (_, rule) => rule));
/** Eight digits behind the point: below this an amount of so many is a safe integer. */
const decimals = 8;
const mostWhole = 90_000_000;
const notPlain = Number.NaN;

/** A part of a verdict that was plain in itself: another's that says the same is so too. */
interface KnownPart {
  readonly view: DataView;
  readonly from: number;
  readonly length: number;
  /** The rules it answers. */
  readonly rules: readonly number[];
  /** The largest size it lets pass. */
  readonly passing: number;
  readonly exempt: boolean;
}

const lists = { clear: 0, unset: 1 } as const;
/** No more rules than that have codes. */
const mostCodes = 1000;
const unlimited = Number.POSITIVE_INFINITY;
/** What is remembered keeps the memory it was read from, which is large: once that comes to so many bytes, it is let go. */
const mostKept = 8 << 20;

/**
 * Reads verdicts, and where orders are sent, off their canonical bytes: whatever is not as desks write it makes it stop, and
 * a `null` says nothing but that the slow way has to decide. Most rules say of an order what they said of the one before it,
 * so what is the same as in an earlier verdict is not read again.
 */
export class PlainReader {
  readonly #orders: SharedText;
  readonly #venues: SharedText;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = viewOf(this.#bytes);
  #at = 0;
  /** By number of the rule, the verdict in which it last answered. */
  readonly #answered = new Uint32Array(1000);
  #verdict = 0;
  /** How many of the rules that every verdict answers did so in this one. */
  #full = 0;
  /** The rows that stood at these places last, and the rules that were clear and unset. */
  readonly #rows: (KnownPart | undefined)[] = [];
  readonly #lists: (KnownPart | undefined)[] = [];
  /** Bytes of all memory that these may keep. */
  #kept = 0;

  constructor(decode: (bytes: Uint8Array) => string | null) {
    this.#orders = new SharedText(decode);
    this.#venues = new SharedText(decode);
  }

  /** The order that a verdict approves and that nothing contradicts. */
  approves(scanned: ScannedEvent | null): string | null {
    if (scanned?.type !== "risk.judged") return null;
    this.#begin(scanned);
    this.#verdict = (this.#verdict + 1) >>> 0;
    this.#full = 0;
    if (!this.#takes(begins) || !this.#codesHold(lists.clear) || !this.#takes(maxPassing)) return null;
    const most = this.#amount();
    if (!(most >= 0) || !this.#takes(orderId)) return null;
    const order = this.#plainText(this.#orders);
    if (order === null || !this.#takes(approved)) return null;
    const reducing = this.#takes(yes);
    if (!(reducing || this.#takes(no)) || !this.#takes(rows)) return null;
    let place = 0;
    if (this.#bytes[this.#at] !== endOfList)
      do if (!this.#row(place++, most, reducing)) return null;
      while (this.#passes(comma));
    const isWhole = this.#takes(unset) && this.#codesHold(lists.unset) && this.#passes(endOfObject);
    return isWhole && this.#full === ruleCount ? order : null;
  }

  /** What an `order.submitted` says where it says no more. */
  sends(scanned: ScannedEvent | null): { readonly orderId: string; readonly venue: string } | null {
    if (scanned?.type !== "order.submitted") return null;
    this.#begin(scanned);
    if (!this.#takes(orderFirst)) return null;
    const order = this.#plainText(this.#orders);
    if (order === null || !this.#takes(venue)) return null;
    const where = this.#plainText(this.#venues);
    return where !== null && this.#takes(sentEnds) ? { orderId: order, venue: where } : null;
  }

  #begin({ arena, dataAt }: ScannedEvent): void {
    if (arena !== this.#bytes) this.#enter(arena);
    this.#at = dataAt;
  }

  #enter(arena: Uint8Array): void {
    this.#bytes = arena;
    this.#view = viewOf(arena);
    this.#kept += arena.length;
    if (this.#kept <= mostKept) return;
    this.#rows.length = 0;
    this.#lists.length = 0;
    this.#kept = arena.length;
  }

  /** The text up to the quote that stands next, which is left there; `null` for one that is not plain. */
  #plainText(kept: SharedText): string | null {
    const from = this.#at;
    for (let sign = this.#bytes[this.#at] as number; sign !== quote; sign = this.#bytes[++this.#at] as number)
      if (!(sign <= 126)) return null;
    return kept.read(this.#bytes, from, this.#at);
  }

  /** Whether the row that stands here is plain, and lets so much pass. */
  #row(place: number, most: number, reducing: boolean): boolean {
    const from = this.#at;
    const known = this.#rows[place];
    const row = known !== undefined && this.#repeats(known) ? known : this.#readRow(from);
    if (row === null) return false;
    this.#rows[place] = row;
    return this.#answer(row) && row.passing >= most && (reducing || !row.exempt);
  }

  #readRow(from: number): KnownPart | null {
    if (!this.#takes(code)) return null;
    const rule = this.#rule();
    if (rule < 0 || !this.#passes(quote)) return null;
    const room = this.#takes(headroom) ? this.#amount() : null;
    const needsLimit = room !== null && plainHeadroom.has(rule);
    let allowed = notPlain;
    if (this.#takes(limit)) allowed = needsLimit ? this.#amount() : this.#pass();
    const passing = this.#takes(maxPassingSize) ? this.#amount() : unlimited;
    let seen = notPlain;
    if (this.#takes(observed)) seen = needsLimit ? this.#amount() : this.#pass();
    const exempted = !this.#takes(passes);
    if (exempted && !this.#takes(exempt)) return null;
    if (this.#takes(setting)) this.#passText();
    if (!this.#takes(text)) return null;
    this.#passText();
    // Amounts below zero are not plain, so room that is an amount agrees with a rule that passes.
    const agrees = room === null || (room >= 0 && (!needsLimit || allowed - seen === room));
    return this.#passes(endOfObject) && agrees ? this.#part(from, [rule], passing, exempted) : null;
  }

  /** Whether the rules that a list names up to its end, if any, have not answered before. */
  #codesHold(list: (typeof lists)[keyof typeof lists]): boolean {
    const from = this.#at;
    if (this.#passes(endOfList)) return true;
    const known = this.#lists[list];
    const part = known !== undefined && this.#repeats(known) ? known : this.#readCodes(from, list);
    if (part === null) return false;
    this.#lists[list] = part;
    return this.#answer(part);
  }

  #readCodes(from: number, list: number): KnownPart | null {
    const wanted = list === lists.clear ? mayBeClear : anyRule;
    const codes: number[] = [];
    do {
      const first = this.#takes(listed) ? this.#rule() : -1;
      const last = first >= 0 && this.#takes(upTo) ? this.#rule() : first;
      if (first < 0 || last < first || !this.#passes(quote)) return null;
      for (let rule = first; rule <= last; rule++) {
        if (!wanted.has(rule)) return null;
        codes.push(rule);
      }
    } while (codes.length <= mostCodes && this.#passes(comma));
    return this.#passes(endOfList) ? this.#part(from, codes, unlimited, false) : null;
  }

  #part(from: number, answered: readonly number[], passing: number, exempted: boolean): KnownPart {
    return { view: this.#view, from, length: this.#at - from, rules: answered, passing, exempt: exempted };
  }

  /** Whether the same stands here as there did; it is then passed. */
  #repeats({ view, from, length }: KnownPart): boolean {
    if (this.#at + length > this.#bytes.length) return false;
    if (commonLength(view, from, this.#view, this.#at, length) < length) return false;
    this.#at += length;
    return true;
  }

  /** Whether none of these rules has answered in this verdict before. */
  #answer({ rules }: KnownPart): boolean {
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as number;
      if (this.#answered[rule] === this.#verdict) return false;
      this.#answered[rule] = this.#verdict;
      if (rule >= 1 && rule <= ruleCount) this.#full += 1;
    }
    return true;
  }

  /** The three digits of a rule, or -1. */
  #rule(): number {
    let rule = 0;
    for (let i = 0; i < 3; i++) {
      const digit = (this.#bytes[this.#at++] as number) - 48;
      if (!(digit >= 0 && digit <= 9)) return -1;
      rule = rule * 10 + digit;
    }
    return rule;
  }

  /** A text that is an amount from zero on, in units of 10^-8; NaN for any that is not plain. */
  #amount(): number {
    const bytes = this.#bytes;
    if (bytes[this.#at] !== quote || bytes[this.#at + 1] === minus) return notPlain;
    const from = this.#at + 1;
    let at = from;
    let units = 0;
    let behind = -1;
    for (let sign = bytes[at] as number; sign !== quote; sign = bytes[++at] as number) {
      if (sign === point && behind < 0 && at > from) behind = 0;
      else if (sign >= 48 && sign <= 57 && behind < decimals) {
        units = units * 10 + sign - 48;
        if (behind >= 0) behind += 1;
        else if (units > mostWhole) return notPlain;
      } else return notPlain;
    }
    if (at === from || behind === 0) return notPlain;
    for (let i = Math.max(0, behind); i < decimals; i++) units *= 10;
    this.#at = at + 1;
    return units;
  }

  /** Passes a text; its amount does not matter. */
  #pass(): number {
    if (this.#bytes[this.#at] === quote) {
      this.#at += 1;
      this.#passText();
    }
    return notPlain;
  }

  /** Goes behind the quote that ends a text; canonical bytes that were scanned have no escapes. */
  #passText(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length && bytes[at] !== quote) at += 1;
    this.#at = at + 1;
  }

  #passes(sign: number): boolean {
    if (this.#bytes[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #takes({ plain, plainLength }: Literal): boolean {
    if (this.#at + plainLength > this.#bytes.length) return false;
    if (commonLength(plain, 0, this.#view, this.#at, plainLength) < plainLength) return false;
    this.#at += plainLength;
    return true;
  }
}
