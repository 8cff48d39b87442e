/** Points of a polyline in a box of this size; a flat or single line runs through the middle. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return "";
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value, i) => {
      const x = (i / (values.length - 1)) * width;
      const y = span === 0 ? height / 2 : height - 1 - ((value - low) / span) * (height - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** The latest prices as a line, for the eye only: the figures stand beside it. */
export function Sparkline({ values, className }: { values: readonly number[]; className?: string | undefined }) {
  return (
    <svg viewBox="0 0 40 16" width="40" height="16" className={className} aria-hidden>
      <polyline points={sparkPoints(values, 40, 16)} fill="none" stroke="currentColor" strokeWidth="1.2" />
    </svg>
  );
}
