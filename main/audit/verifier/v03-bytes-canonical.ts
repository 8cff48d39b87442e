import { Findings, type OpenCheck } from "./verdict.ts";

/** V03: every event's bytes are the canonical form of what they say, so that one content has one hash. */
export const bytesCanonical: OpenCheck = () => {
  const findings = new Findings("V03");
  return {
    event({ canonical, seq }) {
      if (!canonical) findings.add("the bytes are not canonical JSON (RFC 8785)", `event ${seq}`);
    },
    conclude: () => findings.conclude("all events are canonical JSON"),
  };
};
