/** A note signed by a witness, or an authority's root, that the reader trusts: nothing of the bundle itself may say whom to trust. */
export interface Givens {
  /** Keys of witnesses as vkey lines. */
  readonly witnesses: readonly string[];
}

export const noGivens: Givens = { witnesses: [] };
