/** The keys of a record in the order they are written, and before each what stands before its value. */
export interface RecordShape {
  readonly keys: readonly string[];
  readonly labels: readonly string[];
}

/** A step in the order in which keys were added: the records of one kind of event all take the same way. */
class Step {
  readonly next = new Map<string, Step>();
  shape: RecordShape | null = null;
}

/** The desk writes a few dozen kinds of records; whoever makes up keys gets their shape worked out each time. */
const mostSteps = 4096;
const root = new Step();
let steps = 0;

/** A record's keys in UTF-16 order with their quoted labels; sorting and quoting is done once per kind of record. */
export function shapeOf(record: object, quote: (key: string) => string): RecordShape {
  const keys = Object.keys(record);
  let step = root;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    let next = step.next.get(key);
    if (next === undefined) {
      next = new Step();
      if (steps >= mostSteps) return sorted(keys, quote);
      steps += 1;
      step.next.set(key, next);
    }
    step = next;
  }
  step.shape ??= sorted(keys, quote);
  return step.shape;
}

function sorted(keys: string[], quote: (key: string) => string): RecordShape {
  keys.sort();
  return { keys, labels: keys.map((key, i) => `${i > 0 ? "," : ""}${quote(key)}:`) };
}
