/** Codes such as `RISK-011` in their order, runs of three or more as `RISK-011 to 041`: dozens of them are read by nobody. */
export function codeRanges(codes: readonly string[]): readonly string[] {
  const runs: { first: string; last: string; length: number }[] = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run && follows(run.last, code)) {
      run.last = code;
      run.length++;
    } else runs.push({ first: code, last: code, length: 1 });
  }
  return runs.flatMap(({ first, last, length }) => {
    if (length === 1) return [first];
    return length === 2 ? [first, last] : [`${first} to ${partsOf(last)?.digits}`];
  });
}

function partsOf(code: string): { readonly stem: string; readonly digits: string } | null {
  const [, stem, digits] = /^(.*?)(\d{1,9})$/.exec(code) ?? [];
  return stem === undefined || digits === undefined ? null : { stem, digits };
}

function follows(before: string, code: string): boolean {
  const a = partsOf(before);
  const b = partsOf(code);
  return a !== null && b !== null && a.stem === b.stem && Number(b.digits) === Number(a.digits) + 1;
}
