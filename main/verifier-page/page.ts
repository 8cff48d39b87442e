import "./jitless.ts";
import { honestWords, reliance, unreadableWords } from "../../shared/model/honest-words.ts";
import { readStatement } from "../audit/statements/read-statement.ts";
import { parseWitnessKey } from "../audit/verifier/cosignature.ts";
import { type Givens, parseOpenings } from "../audit/verifier/givens.ts";
import type { Reading } from "../audit/verifier/json-cursor.ts";
import type { VerificationReport } from "../audit/verifier/verification.ts";
import { type Progress, verification } from "../audit/verifier/verify-bundle.ts";
import { JournalFirmJudge } from "../risk/prop-firm/firm-judge.ts";
import { browserPrimitives } from "./browser-primitives.ts";
import { element, reportView } from "./report-view.ts";

function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks ${id}`);
  return found;
}

const drop = byId("drop", HTMLElement);
const picker = byId("file", HTMLInputElement);
const checkpoint = byId("checkpoint", HTMLTextAreaElement);
const witnesses = byId("witnesses", HTMLTextAreaElement);
const openings = byId("openings", HTMLInputElement);
const statement = byId("statement", HTMLInputElement);
const zone = byId("zone", HTMLInputElement);
const status = byId("status", HTMLElement);
const result = byId("result", HTMLElement);
const print = byId("print", HTMLButtonElement);
const limitsTitle = byId("limits-title", HTMLElement);
const limits = byId("limits", HTMLElement);

/** What is read whole beside a bundle. */
const maxSmallFile = 64_000_000;

async function drive<T>(work: Reading<T>, file: Blob): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    step = work.next(new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()));
  }
  return step.value;
}

async function readSmall(file: File): Promise<Uint8Array> {
  if (file.size > maxSmallFile) throw new RangeError(`${file.name} has more than ${maxSmallFile} bytes`);
  return new Uint8Array(await file.arrayBuffer());
}

async function readOpenings(): Promise<Givens["openings"]> {
  const [file] = openings.files ?? [];
  if (!file) return null;
  const text = browserPrimitives.decodeUtf8(await readSmall(file)) ?? "";
  return parseOpenings(text);
}

async function readBrokerStatement(): Promise<Givens["statement"]> {
  const [file] = statement.files ?? [];
  if (!file) return null;
  const bytes = await readSmall(file);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
  return { read: readStatement(text, zone.value.trim() || "UTC"), symbols: new Map() };
}

function readWitnesses(): Givens["witnesses"] {
  const lines = witnesses.value.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const key = parseWitnessKey(browserPrimitives, line);
    if (key === null) throw new TypeError(`"${line.slice(0, 80)}" is no key of a witness`);
    return key;
  });
}

/** A note that was pasted has lost or gained line ends: what counts is that the last line is ended once. */
function rememberedNote(): string | undefined {
  const text = checkpoint.value.replaceAll("\r\n", "\n").trim();
  return text === "" ? undefined : `${text}\n`;
}

function tell(text: string): void {
  status.textContent = text;
}

const onProgress = ({ step, events, part }: Progress): void => {
  if (step === "checking") tell(`Checking… ${Math.floor(part * 100)} %, ${events.toLocaleString("en-US")} events`);
};

async function check(file: File): Promise<VerificationReport> {
  const givens = {
    judgeFirm: () => new JournalFirmJudge(),
    witnesses: readWitnesses(),
    readTimestamp: null,
    quorum: 0,
    openings: await readOpenings(),
    statement: await readBrokerStatement(),
  };
  return drive(verification(browserPrimitives, file.size, { remembered: rememberedNote(), givens, onProgress }), file);
}

/** Says what may be relied on; before a result, what a bundle shows when no check fails. */
function tellLimits(words: readonly string[], ofResult: boolean): void {
  limitsTitle.textContent = ofResult
    ? "What this shows, and what it cannot"
    : "What a bundle shows when no check fails, and what it cannot";
  limits.replaceChildren(...words.map((sentence) => element("li", "", sentence)));
}

/** Counts what was begun: only the newest is shown. */
let begun = 0;

async function show(file: File): Promise<void> {
  begun += 1;
  const own = begun;
  result.replaceChildren();
  print.hidden = true;
  tellLimits(honestWords, false);
  tell(`Reading ${file.name}…`);
  try {
    const report = await check(file);
    if (own !== begun) return;
    result.replaceChildren(reportView(report, file));
    tellLimits(report.exitCode === 2 ? unreadableWords : reliance(Object.values(report.levels).flat()), true);
    print.hidden = false;
    tell(`Checked ${file.name}.`);
  } catch (error) {
    if (own !== begun) return;
    const why = error instanceof Error ? error.message : String(error);
    result.replaceChildren(element("p", "headline failed", `Nothing was checked: ${why}`));
    tellLimits(unreadableWords, true);
    tell("");
  }
}

let latest: File | null = null;

function take(file: File | undefined): void {
  if (!file) return;
  latest = file;
  void show(file);
}

picker.addEventListener("change", () => take(picker.files?.[0]));
for (const input of [checkpoint, witnesses, openings, statement, zone])
  input.addEventListener("change", () => take(latest ?? undefined));
for (const name of ["dragenter", "dragover"] as const)
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
for (const name of ["dragleave", "drop"] as const) document.addEventListener(name, () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer?.files[0]);
});
print.addEventListener("click", () => window.print());
