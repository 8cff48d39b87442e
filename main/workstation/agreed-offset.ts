import type { ClockOffset } from "../ports/clock.ts";

/**
 * The most exact answer that most of the others bear out: two answers agree when their intervals of error overlap
 * (the idea of RFC 5905 §11.2.1, without its weights). `null` where no majority agrees: then nobody knows which is right.
 */
export function agreedOffset(answers: readonly ClockOffset[]): ClockOffset | null {
  const exact = answers.toSorted((a, b) => a.errorMs - b.errorMs);
  for (const answer of exact) {
    const agreeing = answers.filter(
      ({ offsetMs, errorMs }) => Math.abs(offsetMs - answer.offsetMs) <= errorMs + answer.errorMs,
    );
    if (agreeing.length * 2 > answers.length) return answer;
  }
  return null;
}
