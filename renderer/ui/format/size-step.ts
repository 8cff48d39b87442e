/**
 * What one press of an arrow adds to a size: the increment, or the power of ten that is worth about one unit of the quote
 * currency where the increment is worth next to nothing (0.00000001 BTC). `price` is a display price, decimal text.
 */
export function sizeStep(sizeIncrement: string, price: string | undefined): string {
  const worth = Number(sizeIncrement) * Number(price ?? Number.NaN);
  if (!(worth > 0) || worth >= 0.1) return sizeIncrement;
  const exponent = Math.min(0, -Math.floor(Math.log10(Number(price))) - 1);
  const step = 10 ** exponent;
  return step > Number(sizeIncrement) ? step.toFixed(-exponent) : sizeIncrement;
}
