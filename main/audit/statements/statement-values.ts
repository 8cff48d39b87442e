import { MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { dayExists, daysOf } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";

/** Longer than any amount of money, and slow to count with. */
const longestAmount = 100;

interface WrittenAmount {
  readonly negative: boolean;
  readonly whole: string;
  /** As it is written, with zeros at its end. */
  readonly fraction: string;
}

/**
 * Reads an amount as platforms write it: `1,234.50`, `7200,75`, `4 577,86`, `$(115.00)`, `0,62 $`. Decimal text, or `null`
 * where there is none or it has more digits than are counted with.
 */
export function readAmount(text: string | undefined): string | null {
  const written = amountIn(text);
  return written === null ? null : amountText({ ...written, fraction: written.fraction.replace(/0+$/, "") });
}

/** The same with all the decimals it is written with: they say to where it is rounded. */
export function readPrice(text: string | undefined): string | null {
  const written = amountIn(text);
  return written === null ? null : amountText(written);
}

function amountIn(text: string | undefined): WrittenAmount | null {
  if (text === undefined || text.length > longestAmount) return null;
  const bare = text.replace(/[\s\u00A0\u202F$€£]/g, "");
  const negative = /^\(.*\)$/.test(bare) || bare.startsWith("-");
  const digits = bare.replace(/[()+-]/g, "");
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return null;
  const comma = digits.lastIndexOf(",");
  const point = digits.lastIndexOf(".");
  const decimal =
    comma > point ? (point < 0 && /,\d{3}$/.test(digits) && !digits.startsWith("0,") ? -1 : comma) : point;
  const whole = (decimal < 0 ? digits : digits.slice(0, decimal)).replace(/[.,]/g, "").replace(/^0+(?=\d)/, "");
  const fraction = decimal < 0 ? "" : digits.slice(decimal + 1);
  return fraction.length > MONEY_DIGITS ? null : { negative, whole: whole === "" ? "0" : whole, fraction };
}

function amountText({ negative, whole, fraction }: WrittenAmount): string {
  const value = `${whole}${fraction === "" ? "" : `.${fraction}`}`;
  return negative && /[1-9]/.test(value) ? `-${value}` : value;
}

const forms = {
  iso: /^(\d{4})[-.](\d{2})[-.](\d{2})(?:,?[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/,
  compact: /^(\d{4})(\d{2})(\d{2})(?:;(\d{2})(\d{2})(\d{2}))?$/,
  slashed:
    /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i,
};

/** Reads a time as platforms write it, in UTC milliseconds; `zone` counts where it names no offset. `null` where it is none. */
export function readTime(text: string | undefined, zone: string, dayFirst: boolean): number | null {
  const bare = text?.trim() ?? "";
  const ordered = forms.iso.exec(bare) ?? forms.compact.exec(bare);
  if (ordered) {
    const [, year, month, day, hour, minute, second, offset] = ordered;
    return instant(
      [year, month, day, hour, minute, second].map((part) => Number(part ?? 0)),
      offset,
      zone,
    );
  }
  const slashed = forms.slashed.exec(bare);
  if (!slashed) return null;
  const [, a, b, y, h = "0", minute, second, half, offset] = slashed;
  const [month, day] = dayFirst ? [b, a] : [a, b];
  const year = Number(y) + (y?.length === 2 ? 2000 : 0);
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  return instant([year, Number(month), Number(day), hour, Number(minute ?? 0), Number(second ?? 0)], offset, zone);
}

function instant(parts: readonly number[], offset: string | undefined, zone: string): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (!dayExists({ year, month, day }) || hour > 23 || minute > 59 || second > 59) return null;
  const days = daysOf({ year, month, day });
  if (offset === undefined) return zonedTime(zone).instantOf(days, hour * 60 + minute) + second * 1000;
  const local = days * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
  if (offset === "Z") return local;
  const ahead = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return local - (offset.startsWith("-") ? -ahead : ahead) * 60_000;
}
