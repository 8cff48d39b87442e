import type { FigureResult } from "./figure.ts";

/** Four significant digits, thousands separated. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  const decimals = size >= 1000 || size === 0 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4;
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** The results as a table for a terminal, the details of each figure in a line below it. */
export function table(results: readonly (FigureResult & { readonly rssMb: number })[]): string {
  const head = ["figure", "value", "unit", "goal", "", "vs plain loop", "RSS MB"];
  const rows = results.map((r) => [
    r.title,
    number(r.value),
    r.unit,
    r.goal,
    r.met ? "met" : "MISSED",
    `${number(r.ratio)} ${r.ratioOf}`,
    number(r.rssMb),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  const detail = (r: FigureResult): string =>
    Object.entries(r.detail)
      .map(([name, value]) => `${name} ${typeof value === "number" ? number(value) : value}`)
      .join(", ");
  return [line(head), ...rows.flatMap((row, i) => [line(row), `    ${detail(results[i] as FigureResult)}`])].join("\n");
}
