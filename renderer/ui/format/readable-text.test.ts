import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadMessages } from "../../i18n/t.ts";
import { uiMessages } from "../messages.ts";
import { formatDuration } from "./format-duration.ts";
import { readableText } from "./readable-text.ts";

beforeAll(() => loadMessages(uiMessages));
const read = (text: string): string => readableText(text, "UTC");

describe("a duration", () => {
  it("is said in at most two units", () => {
    const said = [0, 12.34, 250, 999, 1000, 3600, 59_949, 59_960, 90_000, 3_597_085, 3_600_000, 7_500_000, 97_200_000];
    expect(said.map(formatDuration)).toEqual([
      "0 ms",
      "12.3 ms",
      "250 ms",
      "999 ms",
      "1 s",
      "3.6 s",
      "59.9 s",
      "1 min",
      "1 min 30 s",
      "59 min 57 s",
      "1 h",
      "2 h 5 min",
      "1 d 3 h",
    ]);
    expect(formatDuration(-90_000)).toBe("−1 min 30 s");
    expect(formatDuration(86_400_000 + 5000)).toBe("1 d");
  });
});

describe("a recorded sentence for the eye", () => {
  it("groups large numbers and leaves small ones", () => {
    expect(read("Worth 4962838.5 USDT, above the limit of 25000 per order")).toBe(
      "Worth 4,962,838.5 USDT, above the limit of 25,000 per order",
    );
    expect(read("12 cancels within the last minute, of at most 999")).toBe(
      "12 cancels within the last minute, of at most 999",
    );
    expect(read("Wants to buy 0.01 BTC/USDT limit at 104293.43: order ticket")).toBe(
      "Wants to buy 0.01 BTC/USDT limit at 104,293.43: order ticket",
    );
    expect(read("Equity is -1234.567891234; at 99000.")).toBe("Equity is −1,234.567891234; at 99,000.");
  });

  it("says milliseconds as durations and instants in the display zone", () => {
    expect(read("The last loss was 5000 ms ago; the pause of 3600000 ms ends 2026-01-05T12:00:00.000Z")).toBe(
      "The last loss was 5 s ago; the pause of 1 h ends 2026-01-05 12:00:00",
    );
    expect(readableText("until 2026-01-05T12:00:00.000Z", "Europe/Berlin")).toBe("until 2026-01-05 13:00:00");
  });

  it("leaves names, ids, dates, paths and what is quoted alone", () => {
    for (const text of [
      "order pd-12345678 of key k4567890",
      'The group "Index 5000" may come to 12',
      "Nothing opens on 2026-01-05 from 14:30:2000",
      "bars/2024/12345 in #123456",
      "version 2.10000.3",
      "synthetic market, seed 20260101",
    ])
      expect(read(text)).toBe(text);
  });

  it("changes no digit of any number", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        fc.stringMatching(/^\d{1,12}$/),
        (whole, part) => {
          const shown = read(`Worth ${whole}.${part} USDT`);
          const kept = shown.replaceAll(",", "").replace("−", "-");
          // Zeros at the end of a large number say nothing.
          const [, number = ""] = kept.split(" ");
          expect(`${whole}.${part}`.startsWith(number)).toBe(true);
          expect(`${whole}.${part}`.slice(number.length)).toMatch(/^\.?0*$/);
        },
      ),
    );
  });
});
