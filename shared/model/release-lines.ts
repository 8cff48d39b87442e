import { toRfc3339 } from "./time.ts";
import { readTimeText } from "./time-text.ts";

export type ReleaseLines = { readonly times: string[] } | { readonly wrong: string };

/**
 * Times of releases as a person lists them, one a line; empty lines and lines that begin with # are passed over. `wrong` is the
 * first line that is no time with its zone.
 */
export function readReleaseLines(text: string): ReleaseLines {
  const times: string[] = [];
  for (const written of text.split("\n")) {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) continue;
    const time = readTimeText(line);
    if (time?.hasZone !== true) return { wrong: line };
    times.push(toRfc3339(time.at));
  }
  return { times };
}
