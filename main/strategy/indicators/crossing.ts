/** Tells when one line crosses another: strictly on one side at the input before, strictly on the other at this one. */
export interface Crossing {
  next(first: number, second: number): "over" | "under" | null;
}

class LineCrossing implements Crossing {
  private before = 0;

  next(first: number, second: number): "over" | "under" | null {
    // NaN, while a line is still warming up, is on neither side.
    const side = first > second ? 1 : first < second ? -1 : 0;
    const { before } = this;
    this.before = side;
    if (side * before >= 0) return null;
    return side > 0 ? "over" : "under";
  }
}

/** Creates a detector of crossings of a first line over or under a second. */
export function crossing(): Crossing {
  return new LineCrossing();
}
