import type { PeerFigure, PeersReport } from "./measure-peers.ts";

const head = [
  "",
  "bars/s",
  "first run",
  "Proofdesk is",
  "memory MB",
  "of it added",
  "result",
  "orders",
  "gate",
  "journal",
] as const;

/** The contestants from the fastest to the slowest, with what each does for it. */
function rows(figures: readonly PeerFigure[]): string[][] {
  return figures
    .toSorted((a, b) => b.barsPerSecond - a.barsPerSecond)
    .map((figure) => [
      figure.contestant.title,
      rate(figure.barsPerSecond),
      rate(figure.firstBarsPerSecond),
      Number.isNaN(figure.proofdeskIs) ? "–" : `${times(figure.proofdeskIs)} as fast`,
      figure.peakMb.toFixed(0),
      figure.addedMb.toFixed(0),
      figure.words,
      figure.contestant.orders,
      figure.contestant.gate ? "yes" : "no",
      figure.contestant.journal ? "yes" : "no",
    ]);
}

/** The table and its footnotes as Markdown, for the README. */
export function peersMarkdown(report: PeersReport): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const table = [
    line(head),
    line(["---", "--:", "--:", "--:", "--:", "--:", "---", "---", "---", "---"]),
    ...rows(report.figures).map(line),
  ].join("\n");
  const notes = report.figures.map(({ contestant }) => `- ${contestant.title}: ${contestant.note}`);
  return [measured(report), table, notes.join("\n"), ...remarks(report)].join("\n\n");
}

/** The same for a terminal. */
export function peersText(report: PeersReport): string {
  const lines = [[...head], ...rows(report.figures)];
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? "").length)));
  const right = (i: number): boolean => i >= 1 && i <= 5;
  const padded = lines.map((cells) =>
    cells
      .map((cell, i) => (right(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const notes = report.figures.map(({ contestant }) => `    ${contestant.title}: ${contestant.note}`);
  return [measured(report), ...padded, ...notes, ...remarks(report)].join("\n");
}

function measured({ bars, rounds, machine, expected: { job } }: PeersReport): string {
  const { trades, finalEquity } = job;
  return (
    `${bars.toLocaleString("en-US")} seeded one-minute bars, ${trades.toLocaleString("en-US")} round trips, final equity ` +
    `${finalEquity}. Medians of ${rounds} interleaved ${rounds === 1 ? "round" : "rounds"}; ${machine}.`
  );
}

function remarks({ missing, noisyRounds, rounds }: PeersReport): string[] {
  return [
    ...missing.map(({ title, reason }) => `${title}: not measured: ${reason}`),
    ...(noisyRounds > 0 ? [`The machine was busy before ${noisyRounds} of ${rounds} rounds: trust ratios only.`] : []),
  ];
}

function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toPrecision(3)} M`;
  return `${Math.round(perSecond / 1000)} k`;
}

function times(ratio: number): string {
  return `${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))}×`;
}
