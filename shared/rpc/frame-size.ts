const objectCost = 16;

function ownCost(value: unknown): number {
  switch (typeof value) {
    case "string":
      return objectCost + value.length * 2;
    case "object":
      return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? objectCost + value.byteLength : objectCost;
    default:
      return 8;
  }
}

/**
 * Estimated bytes of a decoded frame, counted only until `limit` is passed. It works for transports that hand over
 * objects instead of text, and ends on cyclic values because every step costs something.
 */
export function frameSize(frame: unknown, limit: number): number {
  const waiting: unknown[] = [frame];
  let bytes = 0;
  while (waiting.length > 0 && bytes <= limit) {
    const value = waiting.pop();
    bytes += ownCost(value);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      continue;
    }
    if (value instanceof Map) {
      for (const [key, item] of value) waiting.push(key, item);
    } else if (value instanceof Set || Array.isArray(value)) {
      // A sparse or huge array is over the limit by its length alone; walking it would be the attack.
      const length = Array.isArray(value) ? value.length : value.size;
      if (length * 8 > limit) return limit + 1;
      for (const item of value) waiting.push(item);
    } else {
      for (const key of Object.keys(value)) {
        bytes += key.length * 2;
        waiting.push((value as Record<string, unknown>)[key]);
      }
    }
  }
  return bytes;
}
