/** Emits a value when its JSON differs from the last one of the same key, so that a quiet desk sends nothing. */
export function emitWhenChanged<T>(emit: (item: T) => void, keyOf: (item: T) => string): (item: T) => void {
  const last = new Map<string, string>();
  return (item) => {
    const key = keyOf(item);
    const text = JSON.stringify(item);
    if (last.get(key) === text) return;
    last.set(key, text);
    emit(item);
  };
}

/** Calls back now and then every `ms`, until stopped. */
export function every(ms: number, run: () => void): () => void {
  run();
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
