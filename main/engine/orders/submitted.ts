import type { Verdict } from "../../../shared/model/risk.ts";
import type { Judgement } from "../gate.ts";

/** What became of a wish; the verdict is worded when someone reads it. */
export class Submitted {
  readonly orderId: string;
  readonly #denied: Verdict | null;
  readonly #judgement: Judgement;

  constructor(orderId: string, denied: Verdict | null, judgement: Judgement) {
    this.orderId = orderId;
    this.#denied = denied;
    this.#judgement = judgement;
  }

  get verdict(): Verdict {
    return this.#denied ?? this.#judgement.verdict;
  }
}
