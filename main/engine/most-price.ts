/** No market has prices from here on, and a double is no longer written digit by digit. */
export const mostPrice = 1e21;

/** Throws a RangeError for a traded price, decimal text, that no market has. */
export function checkTraded(price: string): void {
  if (!(Math.abs(Number(price)) < mostPrice)) throw new RangeError("it has a price that no market has");
}
