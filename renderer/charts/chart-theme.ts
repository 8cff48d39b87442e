/** The colours a chart draws with. */
export interface ChartTheme {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly border: string;
  readonly crosshair: string;
  readonly crosshairLabel: string;
  readonly up: string;
  readonly down: string;
  readonly upVolume: string;
  readonly downVolume: string;
  readonly accent: string;
  readonly averages: readonly [string, string, string];
  readonly oscillator: string;
  readonly mark: string;
  readonly warn: string;
  readonly font: string;
}

/** Puts an alpha on a `#rrggbb` colour; other notations stay as they are. */
export function withAlpha(colour: string, alpha: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

/** Reads the tokens as they stand on the document now. */
export function readChartTheme(element: Element = document.documentElement): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const up = token("--up", "#35c48d");
  const down = token("--down", "#ff6b7a");
  return {
    background: token("--bg-1", "#101317"),
    text: token("--text-3", "#84909e"),
    grid: withAlpha(token("--line", "#20252d"), 0.55),
    border: token("--line", "#20252d"),
    crosshair: token("--text-3", "#84909e"),
    crosshairLabel: token("--bg-4", "#272d36"),
    up,
    down,
    upVolume: withAlpha(up, 0.28),
    downVolume: withAlpha(down, 0.28),
    accent: token("--accent", "#6aa5ff"),
    averages: [token("--accent", "#6aa5ff"), token("--warn", "#e3b341"), token("--paper", "#b49cff")],
    oscillator: token("--paper", "#b49cff"),
    mark: token("--text", "#e4e8ed"),
    warn: token("--warn", "#e3b341"),
    font: token("--font", "system-ui, sans-serif"),
  };
}

/** Tells when theme or palette change on the document. Returns the way to stop. */
export function watchChartTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-palette"] });
  return () => observer.disconnect();
}
