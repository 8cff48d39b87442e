import { ascii } from "./event-bytes.ts";
import { firstFullRule } from "./judge-verdict.ts";
import type { ScannedEvent } from "./scan-event.ts";

const quote = 34;
const comma = 44;
const minus = 45;
const point = 46;

const none = ascii("null");
const approved = ascii('","outcome":"approved","reducing":');
const yes = ascii("true");
const no = ascii("false");
const rows = ascii(',"rows":[');
const unset = ascii('],"unset":[');
const code = ascii('{"code":"RISK-');
const headroom = ascii('","headroom":');
const limit = ascii(',"limit":');
const maxPassingSize = ascii(',"maxPassingSize":');
const observed = ascii(',"observed":');
const passes = ascii(',"outcome":"pass","rule":"');
const exempt = ascii(',"outcome":"exempt","rule":"');
const setting = ascii('","setting":');
const text = ascii(',"text":"');
const unsetCode = ascii('"RISK-');
const begins = ascii('{"maxPassingSize":');
const orderId = ascii(',"orderId":"');
const orderFirst = ascii('{"orderId":"');
const venue = ascii('","venue":"');
const ends = ascii('"}');

/** Rules whose headroom is exactly their limit less what was observed. */
const plainHeadroom: ReadonlySet<number> = new Set([3, 5, 6]);
/** Eight digits behind the point: below this an amount of so many is a safe integer. */
const decimals = 8;
const mostWhole = 90_000_000;
const notPlain = Number.NaN;

/** Reads a verdict off its canonical bytes; whatever is not as desks write it makes it stop. */
class VerdictReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** By number of the rule, the verdict in which it last answered. */
  readonly #answered = new Uint32Array(1000);
  #verdict = 0;
  /** How many of the rules that every verdict answers did so in this one. */
  #full = 0;
  #orderId: string | null = null;

  /** The order it approves, or `null`. */
  approves({ arena, dataAt }: ScannedEvent): string | null {
    this.#orderId = null;
    return this.#holds(arena, dataAt) ? this.#orderId : null;
  }

  /** The order that is sent, and where to; `null` where it says more, or in other words. */
  sends({ arena, dataAt }: ScannedEvent): { readonly orderId: string; readonly venue: string } | null {
    this.#bytes = arena;
    this.#at = dataAt;
    if (!this.#takes(orderFirst)) return null;
    const order = this.#plainText();
    if (order === null || !this.#takes(venue)) return null;
    const where = this.#plainText();
    return where !== null && this.#takes(ends) ? { orderId: order, venue: where } : null;
  }

  /** The text up to the quote that stands next, which is left there; `null` for one that is not plain. */
  #plainText(): string | null {
    let said = "";
    for (let sign = this.#bytes[this.#at] as number; sign !== quote; sign = this.#bytes[++this.#at] as number) {
      if (!(sign <= 126)) return null;
      said += String.fromCharCode(sign);
    }
    return said;
  }

  #holds(arena: Uint8Array, dataAt: number): boolean {
    this.#bytes = arena;
    this.#at = dataAt;
    this.#verdict = (this.#verdict + 1) >>> 0;
    this.#full = 0;
    if (!this.#takes(begins)) return false;
    const most = this.#amount();
    if (!(most >= 0) || !this.#takes(orderId)) return false;
    this.#orderId = this.#plainText();
    if (this.#orderId === null || !this.#takes(approved)) return false;
    const reducing = this.#takes(yes);
    if (!(reducing || this.#takes(no)) || !this.#takes(rows)) return false;
    if (this.#bytes[this.#at] !== 93)
      do if (!this.#row(most, reducing)) return false;
      while (this.#passes(comma));
    if (!this.#takes(unset)) return false;
    if (this.#bytes[this.#at] !== 93)
      do if (!(this.#takes(unsetCode) && this.#rule() >= 0 && this.#passes(quote))) return false;
      while (this.#passes(comma));
    return this.#passes(93) && this.#passes(125) && this.#full === firstFullRule;
  }

  #row(most: number, reducing: boolean): boolean {
    if (!this.#takes(code)) return false;
    const rule = this.#rule();
    if (rule < 0 || !this.#takes(headroom)) return false;
    const room = this.#takes(none) ? null : this.#amount();
    if (!this.#takes(limit)) return false;
    const needsLimit = room !== null && plainHeadroom.has(rule);
    const allowed = needsLimit ? this.#amount() : this.#pass();
    if (!this.#takes(maxPassingSize)) return false;
    const passing = this.#takes(none) ? null : this.#amount();
    if (!this.#takes(observed)) return false;
    const seen = needsLimit ? this.#amount() : this.#pass();
    if (!this.#takes(passes) && !(reducing && this.#takes(exempt))) return false;
    this.#passText();
    this.#at -= 1;
    if (!this.#takes(setting)) return false;
    this.#pass();
    if (!this.#takes(text)) return false;
    this.#passText();
    // Amounts below zero are not plain, so room that is an amount agrees with a rule that passes.
    return (
      this.#passes(125) &&
      (room === null || (room >= 0 && (!needsLimit || allowed - seen === room))) &&
      (passing === null || passing >= most)
    );
  }

  /** The three digits of a rule that did not answer before, or -1. */
  #rule(): number {
    let rule = 0;
    for (let i = 0; i < 3; i++) {
      const digit = (this.#bytes[this.#at++] as number) - 48;
      if (!(digit >= 0 && digit <= 9)) return -1;
      rule = rule * 10 + digit;
    }
    if (this.#answered[rule] === this.#verdict) return -1;
    this.#answered[rule] = this.#verdict;
    if (rule >= 1 && rule <= firstFullRule) this.#full += 1;
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

  /** Passes `null` or a text; its amount does not matter. */
  #pass(): number {
    if (this.#takes(none)) return notPlain;
    if (this.#bytes[this.#at] === quote) {
      this.#at += 1;
      this.#passText();
    }
    return notPlain;
  }

  /** Goes behind the quote that ends a text; canonical bytes that were scanned have no escapes. */
  #passText(): void {
    this.#at = this.#bytes.indexOf(quote, this.#at) + 1;
  }

  #passes(sign: number): boolean {
    if (this.#bytes[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #takes(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + expected.length;
    return true;
  }
}

const reader = new VerdictReader();

/**
 * The order that a verdict approves and that nothing contradicts, seen from the event's bytes alone. `null` says nothing but
 * that the slow way has to decide.
 */
export function approvesPlainly(scanned: ScannedEvent | null): string | null {
  return scanned !== null && scanned.type === "risk.judged" ? reader.approves(scanned) : null;
}

/** What an `order.submitted` says, seen from the event's bytes alone; `null` says nothing but that it has to be read whole. */
export function sendsPlainly(
  scanned: ScannedEvent | null,
): { readonly orderId: string; readonly venue: string } | null {
  return scanned !== null && scanned.type === "order.submitted" ? reader.sends(scanned) : null;
}
