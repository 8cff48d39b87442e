/** Everything that must hold after every step, by the name it is reported and broken under. */
export const invariantNames = [
  "fills make the position",
  "cash and value make the equity",
  "what leaves has a durable intent and verdict",
  "every order has one end",
  "protection never exceeds the position",
  "what is held of a bracket has its exits",
  "no order fills beyond its size",
  "ids never repeat",
  "a restart reaches the same state",
  "desk and venue agree in the end",
  "the track record tells what the books hold",
] as const;
export type InvariantName = (typeof invariantNames)[number];
