import { Findings, type OpenCheck } from "./verdict.ts";

/** V02: every event is of a version, type and shape this verifier knows. */
export const schemaKnown: OpenCheck = ({ events }) => {
  const findings = new Findings("V02");
  return {
    event({ readable, known, seq }) {
      if (readable && known === null) {
        findings.add("the event is of an unknown version, type or shape", `event ${seq}`);
      }
    },
    conclude: () => findings.conclude(`the bundle and its ${events} events are of a known form`),
  };
};
