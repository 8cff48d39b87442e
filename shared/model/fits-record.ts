/** An event may tell what was, what is and how all of it stands, and a bundle takes events of about a million characters. */
const mostCharacters = 250_000;

/** Whether something is short enough, as JSON, to be written into an event that tells of its change. */
export function fitsRecord(value: unknown): boolean {
  return JSON.stringify(value).length <= mostCharacters;
}
