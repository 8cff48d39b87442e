/** Reads a small preference of this page; a blocked or broken storage gives the fallback. */
export function readStored<T>(key: string, read: (value: unknown) => T | undefined, fallback: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (read(JSON.parse(text)) ?? fallback);
  } catch {
    return fallback;
  }
}

/** Keeps a small preference of this page; without storage it lasts as long as the page. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage loses a preference, never a function.
  }
}
