const tag = "$f64";

interface TaggedColumn {
  [tag]: (number | null)[];
}

function holdsColumn(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Float64Array) return true;
  if (Array.isArray(value)) {
    // Lists are of one kind: a list of numbers or texts is not worth walking.
    return typeof value[0] === "object" && value.some(holdsColumn);
  }
  return Object.values(value).some(holdsColumn);
}

const tagColumn = (_key: string, value: unknown): unknown =>
  value instanceof Float64Array ? ({ [tag]: [...value] } satisfies TaggedColumn) : value;

const restoreColumn = (_key: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, tag)) return value;
  const column = (value as TaggedColumn)[tag];
  return Array.isArray(column) ? Float64Array.from(column, (item) => item ?? Number.NaN) : value;
};

/** A frame as text for wires that carry no objects; float columns (`Float64Array`) survive, not-a-number as a gap. */
export function encodeFrame(frame: unknown): string {
  return holdsColumn(frame) ? JSON.stringify(frame, tagColumn) : JSON.stringify(frame);
}

/** The frame of a text; throws `SyntaxError` when it is none. */
export function decodeFrame(text: string): unknown {
  return text.includes(`"${tag}"`) ? JSON.parse(text, restoreColumn) : JSON.parse(text);
}
