import { backtestFramework } from "./backtest-framework.ts";
import type { Contestant } from "./contestant.ts";
import { grademark } from "./grademark.ts";
import { indicatorts } from "./indicatorts.ts";
import { ixjb94Indicators } from "./ixjb94-indicators.ts";
import { packagesMissing } from "./peer-package.ts";
import { plain } from "./plain.ts";
import { proofdesk, proofdeskJournaled } from "./proofdesk.ts";
import { numpy, pandas, pythonWith } from "./python-peers.ts";
import { tradingSignals } from "./trading-signals.ts";

/** All that claim the job, in the order they are visited. */
export const contestants: readonly Contestant[] = [
  plain,
  proofdesk,
  proofdeskJournaled,
  indicatorts,
  ixjb94Indicators,
  tradingSignals,
  numpy,
  pandas,
  grademark,
  backtestFramework,
];

/** Why a contestant cannot run here, in words that say what to install; `null` when it can. */
export function contestantUnavailable(contestant: Contestant): string | null {
  if ("packages" in contestant) return packagesMissing(contestant.packages);
  if (pythonWith(contestant.modules) !== null) return null;
  const named = contestant.modules.map((name) => `python3-${name}`).join(" ");
  return `no Python with ${contestant.modules.join(" and ")}: install ${named} or name one in PROOFDESK_PYTHON`;
}
