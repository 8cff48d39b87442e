import type { Verdict, VerdictLevel } from "../audit/verifier/verdict.ts";
import type { VerificationReport } from "../audit/verifier/verification.ts";
import { codeNames, levelQuestions } from "./words.ts";

/** An element with its text or children; text of a file is never read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

const words = { pass: "holds", fail: "fails", note: "note" } as const;

function row({ code, outcome, text, where }: Verdict): HTMLTableRowElement {
  const finding = where === undefined ? [text] : [element("span", "where", where), " ", text];
  return element(
    "tr",
    outcome,
    element("td", "outcome", words[outcome]),
    element("td", "code", element("b", "", code), " ", element("span", "name", codeNames[code])),
    element("td", "finding", ...finding),
  );
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function summary(verdicts: readonly Verdict[]): string {
  const of = (outcome: Verdict["outcome"]): number => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const failed = of("fail");
  return [
    failed > 0 ? counted(failed, "finding fails", "findings fail") : "",
    of("pass") > 0 ? counted(of("pass"), "check holds", "checks hold") : "",
    of("note") > 0 ? counted(of("note"), "note for you to judge", "notes for you to judge") : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function section(level: VerdictLevel, verdicts: readonly Verdict[]): HTMLElement {
  const [name, question] = levelQuestions[level];
  const failed = verdicts.some(({ outcome }) => outcome === "fail");
  const heading = element("h2", "", name);
  heading.id = `level-${level}`;
  const head = element("tr", "", ...["Finding", "Check", "What was found"].map((text) => header(text)));
  const table = element("table", "", element("thead", "", head), element("tbody", "", ...verdicts.map(row)));
  table.setAttribute("aria-labelledby", heading.id);
  const made = element(
    "section",
    failed ? "level failed" : "level",
    heading,
    element("p", "question", question),
    element("p", "summary", verdicts.length === 0 ? "Nothing was checked." : summary(verdicts)),
  );
  if (verdicts.length > 0) made.append(table);
  return made;
}

function header(text: string): HTMLTableCellElement {
  const made = element("th", "", text);
  made.scope = "col";
  return made;
}

function facts(report: VerificationReport, file: File): HTMLElement {
  const { origin, range, events, checkpoints } = report;
  const list = element("dl", "facts");
  const fact = (name: string, text: string): void => list.append(element("dt", "", name), element("dd", "", text));
  fact("File", `${file.name}, ${file.size.toLocaleString("en-US")} bytes`);
  if (origin !== null) fact("Journal", origin);
  if (range !== null) fact("Events", `${range.from} to ${range.to}, ${events.toLocaleString("en-US")} in the file`);
  if (origin !== null) fact("Checkpoints", checkpoints.toLocaleString("en-US"));
  return list;
}

/** One sentence over the three levels that claims none of what only one of them can say. */
function headline({ exitCode, levels }: VerificationReport): string {
  if (exitCode === 2) return "The file cannot be read, so nothing could be checked.";
  const codes = new Set(
    Object.values(levels)
      .flat()
      .flatMap(({ outcome, code }) => (outcome === "fail" ? [code] : [])),
  );
  if (codes.size > 0) return `This is not what was signed, or not what it claims: ${[...codes].join(", ")}.`;
  return "No check fails. Read below what that shows, and what it leaves open.";
}

/** The report as it is shown and printed. */
export function reportView(report: VerificationReport, file: File): HTMLElement {
  const { levels } = report;
  const tone = report.exitCode === 0 ? "headline" : "headline failed";
  return element(
    "div",
    "report",
    element("p", tone, headline(report)),
    facts(report, file),
    section("integrity", levels.integrity),
    section("time", levels.time),
    section("completeness", levels.completeness),
  );
}
