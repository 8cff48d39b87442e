import { formatFixed } from "../../shared/model/fixed.ts";
import { absolute, signOf } from "../engine/exposure.ts";
import type { RuleInput } from "./rule.ts";

/**
 * Why an order that would shrink the position by itself does not count as one that does, and the way out; `null` where
 * other working orders are not the reason.
 */
export function crowdedExit({ intent, view, size, reducible, reducing }: RuleInput): string | null {
  const held = absolute(view.position);
  if (reducing || view.position * signOf(intent.side) >= 0n || size > held) return null;
  const { sizeDigits } = view.scale;
  const taken = formatFixed(held - reducible, sizeDigits);
  const left = formatFixed(reducible, sizeDigits);
  return `Other working orders already close ${taken} of the ${formatFixed(held, sizeDigits)} that is open, which leaves ${left}: cancel them first, or use Close or Flatten, which do both`;
}
