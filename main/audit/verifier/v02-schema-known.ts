import { type Check, conclude } from "./verdict.ts";

/** V02: every event is of a version, type and shape this verifier knows. */
export const schemaKnown: Check = ({ events }) =>
  conclude(
    "V02",
    events
      .filter(({ value, event }) => value !== undefined && event === null)
      .map(({ seq }) => ({ text: "the event is of an unknown version, type or shape", where: `event ${seq}` })),
    `the bundle and its ${events.length} events are of a known form`,
  );
