import PDFDocument from "pdfkit";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import type { TrackRecord } from "../../audit/track-record/track-record.ts";

type Pdf = InstanceType<typeof PDFDocument>;

const margin = 48;
const ink = "#14181f";
const faint = "#5b6573";

/** A track record as a printable document; the same record makes the same bytes. */
export async function trackRecordPdf(record: TrackRecord): Promise<Buffer> {
  const at = new Date(parseRfc3339(record.period.to));
  const info = { Title: `Track record of ${record.account.id}`, Producer: "Proofdesk", CreationDate: at, ModDate: at };
  const pdf = new PDFDocument({ size: "A4", margin, info, compress: false });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", resolve);
    pdf.on("error", reject);
  });
  writeHead(pdf, record);
  writeTable(
    pdf,
    "Figures",
    [130, 110, 30, 229],
    ["Figure", "Value", "n", "Basis"],
    record.metrics.map(({ name, value, n, basis }) => [words(name), value ?? "not defined", String(n), basis]),
  );
  writeTable(
    pdf,
    "Days",
    [70, 90, 90, 80, 60, 50, 59],
    ["Day", "Opening balance", "Closing balance", "Net", "Fees", "Trades", "Events"],
    record.daily.map((day) => [
      day.date,
      shorter(day.openBalance),
      shorter(day.closeBalance),
      shorter(day.net),
      shorter(day.fees),
      String(day.trades),
      `${day.firstSeq}–${day.lastSeq}`,
    ]),
  );
  writeTable(
    pdf,
    "Trades",
    [86, 34, 56, 82, 58, 82, 58, 43],
    ["Instrument", "Side", "Size", "Entry", "Price", "Exit", "Net", "Events"],
    record.trades.map((trade) => [
      trade.instrumentId,
      trade.side,
      shorter(trade.size),
      minute(trade.entryAt),
      shorter(trade.entryPrice),
      trade.exitAt === null ? "open" : minute(trade.exitAt),
      shorter(trade.net),
      `${trade.openSeq}–${trade.closeSeq ?? ""}`,
    ]),
  );
  writeLimits(pdf, record);
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function writeHead(pdf: Pdf, { account, period, origin }: TrackRecord): void {
  pdf.font("Helvetica-Bold").fontSize(18).fillColor(ink).text("Track record");
  pdf.font("Helvetica").fontSize(10).fillColor(faint);
  pdf.text(`Account ${account.id}, opened with ${shorter(account.funded)} ${account.currency}`);
  pdf.text(`${period.from} to ${period.to}, times in UTC, days of ${account.dayZone} from ${account.dayStartsAt}`);
  pdf.text(`Journal ${origin}`);
}

function writeTable(
  pdf: Pdf,
  title: string,
  widths: readonly number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  pdf.moveDown(1.2);
  pdf.font("Helvetica-Bold").fontSize(12).fillColor(ink).text(title, margin);
  pdf.moveDown(0.3);
  writeRow(pdf, widths, head, "Helvetica-Bold");
  for (const row of rows) writeRow(pdf, widths, row, "Helvetica");
  if (rows.length === 0) pdf.font("Helvetica").fontSize(8).fillColor(faint).text("None in this period.", margin);
}

function writeRow(pdf: Pdf, widths: readonly number[], cells: readonly string[], font: string): void {
  pdf.font(font).fontSize(8).fillColor(ink);
  const heights = cells.map((cell, index) => pdf.heightOfString(cell, { width: (widths[index] ?? 60) - 6 }));
  const height = Math.max(...heights) + 3;
  if (pdf.y + height > pdf.page.height - margin) pdf.addPage();
  const top = pdf.y;
  let left = margin;
  cells.forEach((cell, index) => {
    const width = widths[index] ?? 60;
    pdf.text(cell, left, top, { width: width - 6 });
    left += width;
  });
  pdf.y = top + height;
}

function writeLimits(pdf: Pdf, { limits, checkpoint }: TrackRecord): void {
  pdf.moveDown(1.2);
  pdf.font("Helvetica-Bold").fontSize(12).fillColor(ink).text("What this shows, and what it cannot", margin);
  pdf.font("Helvetica").fontSize(9);
  for (const limit of limits) pdf.moveDown(0.3).text(limit, margin);
  if (checkpoint === null) return;
  pdf.moveDown(0.6).font("Helvetica-Bold").fontSize(9).text("Newest signed checkpoint");
  // The standard fonts have no em dash in every reader: the note in the JSON record is the one to check.
  pdf.font("Courier").fontSize(7).text(checkpoint.replaceAll("\u2014", "--"));
}

/** Two decimals for the eye; the JSON record holds every digit. */
function shorter(amount: string): string {
  const point = amount.indexOf(".");
  return point < 0 ? amount : amount.slice(0, point + 3);
}

/** `winRatePct` as `Win rate %`. */
function words(name: string): string {
  const spaced = name.replace(/Pct$/, " %").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function minute(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}
