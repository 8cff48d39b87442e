import type { PresetChoice } from "../../../shared/model/prop-firm-report.ts";

/** What narrows the presets down, step by step. */
export interface PresetWish {
  readonly firm: string;
  readonly program: string;
  readonly phase: string;
  readonly id: string;
}

/** What can be chosen at each step, given the steps before it. */
export interface PresetSteps {
  readonly firms: readonly string[];
  readonly programs: readonly string[];
  readonly phases: readonly string[];
  readonly sizes: readonly PresetChoice[];
}

/** The choices of each step, and the wish made whole: a step whose choice is gone takes the first. */
export function narrow(
  presets: readonly PresetChoice[],
  wish: PresetWish,
): { readonly steps: PresetSteps; readonly wish: PresetWish } {
  const firms = distinct(presets.map(({ firm }) => firm));
  const firm = choose(firms, wish.firm);
  const ofFirm = presets.filter((preset) => preset.firm === firm);
  const programs = distinct(ofFirm.map(({ program }) => program));
  const program = choose(programs, wish.program);
  const ofProgram = ofFirm.filter((preset) => preset.program === program);
  const phases = distinct(ofProgram.map(({ phase }) => phase));
  const phase = choose(phases, wish.phase);
  const sizes = ofProgram
    .filter((preset) => preset.phase === phase)
    .toSorted((a, b) => Number(a.size) - Number(b.size) || (a.variant ?? "").localeCompare(b.variant ?? ""));
  const id = choose(
    sizes.map((preset) => preset.id),
    wish.id,
  );
  return { steps: { firms, programs, phases, sizes }, wish: { firm, program, phase, id } };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();
const choose = (values: readonly string[], wanted: string): string =>
  values.includes(wanted) ? wanted : (values[0] ?? "");

/** What a person must know before trusting a preset, by message id, gravest first. */
export function presetWarnings({ status, confidence, as_of: date, automation }: PresetChoice): readonly string[] {
  return [
    ...(automation === "no" ? ["risk.preset.banned"] : []),
    ...(automation === "confirm" ? ["risk.preset.askAutomation"] : []),
    ...(status === "legacy" ? ["risk.preset.legacy"] : []),
    ...(status === "current-unconfirmed" ? ["risk.preset.unconfirmed"] : []),
    ...(confidence === "low" ? ["risk.preset.low"] : []),
    ...(date === "undated" ? ["risk.preset.undated"] : []),
  ];
}
