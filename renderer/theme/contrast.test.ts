import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "tokens.css"), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
type Tokens = ReadonlyMap<string, string>;

/** The colour tokens that hold when every one of these selectors applies, later blocks winning as in the cascade. */
function tokensOf(applies: (selector: string) => boolean): Tokens {
  const tokens = new Map<string, string>();
  for (const [, selector = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector.split(",").some((one) => applies(one.trim()))) continue;
    for (const [, name = "", value = ""] of body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)) tokens.set(name, value);
  }
  return tokens;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const themes = ["dark", "light"];
const palettes = ["green-up", "red-up", "blue-orange"];
const looks = themes.flatMap((theme) => palettes.map((palette) => [theme, palette] as const));

test.each(looks)(
  "every text colour of the %s theme with the %s palette is legible where it stands",
  (theme, palette) => {
    const tokens = tokensOf((selector) => {
      const wants = [...selector.matchAll(/\[data-(theme|palette)="([\w-]+)"\]/g)];
      return (
        selector.startsWith(":root") && wants.every(([, what, name]) => name === (what === "theme" ? theme : palette))
      );
    });
    const pairs = ["--text", "--text-2", "--text-3", "--up", "--down"].flatMap((ink) =>
      ["--bg-1", "--bg-2", "--accent-soft"].map((ground) => [ink, ground] as const),
    );
    for (const [ink, ground] of pairs) {
      const ratio = contrast(tokens.get(ink) ?? "#000000", tokens.get(ground) ?? "#000000");
      expect(ratio, `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  },
);
