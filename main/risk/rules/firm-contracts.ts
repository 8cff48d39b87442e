import { tenTo } from "../../../shared/model/fixed.ts";
import { absolute, worstPosition } from "../../engine/exposure.ts";
import { firmAnswer } from "../prop-firm/firm-answer.ts";
import { microsEach } from "../prop-firm/micro-contracts.ts";
import { contractsAllowed } from "../prop-firm/opening-answers.ts";
import { allowedMicros } from "../prop-firm/position-tier.ts";
import type { Measurement, Rule, RuleInput } from "../rule.ts";

export const firmContracts: Rule = {
  code: "RISK-048",
  name: "Firm: contracts",
  text: "Contracts held, working and asked for stay within the limit that the prop firm sets by the profit so far.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure(input) {
    const each = perContract(input);
    const plain = firmAnswer(input, (guard) => contractsAllowed(guard, each === null ? null : heldIf(input, each)));
    const guard = input.firm?.guard ?? null;
    const most = guard === null ? null : allowedMicros(guard.rules, guard.state);
    return each === null || most === null
      ? plain
      : ({ ...plain, maxSize: largest(input, each, most) } satisfies Measurement);
  },
};

function perContract({ firm, view }: RuleInput): number | null {
  const micros = firm?.under?.preset.positionLimit.microsPerMini;
  return micros === undefined ? null : microsEach(view.scale.instrument, micros);
}

/** Contracts of the other instruments, in micros, as far as they are held or may come to be. */
function elsewhere({ view, firm }: RuleInput): number {
  const { scale, facts } = view;
  let micros = 0;
  for (const plan of facts.stops()) {
    const each =
      plan.scale === scale
        ? null
        : microsEach(plan.scale.instrument, firm?.under?.preset.positionLimit.microsPerMini ?? 1);
    if (each !== null) micros += contracts(plan.size, plan.scale.sizeDigits) * each;
  }
  return micros;
}

function heldIf(input: RuleInput, each: number): number {
  const { view, intent, size } = input;
  const worst = worstPosition(view.position, intent.side, view.working);
  const after = intent.side === "buy" ? worst + size : worst - size;
  return elsewhere(input) + contracts(absolute(after), view.scale.sizeDigits) * each;
}

function largest(input: RuleInput, each: number, most: number): bigint {
  const { view, intent } = input;
  const left = most - elsewhere(input);
  if (left <= 0) return 0n;
  const allowed = BigInt(Math.floor(left / each)) * tenTo(view.scale.sizeDigits);
  const worst = worstPosition(view.position, intent.side, view.working) * (intent.side === "buy" ? 1n : -1n);
  return allowed > worst ? allowed - worst : 0n;
}

function contracts(size: bigint, sizeDigits: number): number {
  const one = tenTo(sizeDigits);
  return Number((size + one - 1n) / one);
}
