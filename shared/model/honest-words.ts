/**
 * What the record shows and what it cannot, in the same sentences wherever somebody relies on it: the guide, the verifier's
 * report and page, the compliance screen. None may claim more than a check shows.
 */
export const honestWords = [
  "It shows that the events are those which the holder of the key signed: complete from the first to the last checkpoint, unchanged, in this order.",
  "It does not show that the machine's clock was right, unless an anchor outside it bounds the times.",
  "It does not show that its owner kept no second journal, nor trades made outside the desk: compare the broker's statement.",
  "Whoever holds the key can write the whole record anew as long as nobody else holds a checkpoint of it. The record is tamper-evident from the last outside anchor on, not tamper-proof.",
] as const;
