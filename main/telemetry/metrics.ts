import { Fault } from "../../shared/model/fault.ts";
import { createHistogram, type Histogram, type HistogramSnapshot } from "./histogram.ts";

interface Counter {
  /** Adds one, or `by`. */
  add(by?: number): void;
}

interface Gauge {
  set(value: number): void;
}

/** One metric as it stands; `help` says what it counts and in which unit. */
type MetricSnapshot =
  | { readonly kind: "counter" | "gauge"; readonly help: string; readonly value: number }
  | ({ readonly kind: "histogram"; readonly help: string } & HistogramSnapshot);

/** The desk's numbers about itself. Names carry their unit: `engine.tickMicros`. Asking for a name again gives the same metric. */
export interface Metrics {
  counter(name: string, help: string): Counter;
  gauge(name: string, help: string): Gauge;
  /** A gauge that is read when a snapshot is taken. */
  observe(name: string, help: string, read: () => number): void;
  histogram(name: string, help: string): Histogram;
  snapshot(): Record<string, MetricSnapshot>;
}

interface Entry {
  readonly kind: MetricSnapshot["kind"];
  readonly face: Counter | Gauge | Histogram;
  readonly snapshot: () => MetricSnapshot;
}

export function createMetrics(): Metrics {
  const entries = new Map<string, Entry>();
  const named = (name: string, kind: Entry["kind"], make: () => Entry): Entry => {
    const known = entries.get(name);
    if (known && known.kind !== kind) {
      throw new Fault("METRIC-KIND", "bug", `${name} is a ${known.kind}, not a ${kind}`, "Report this as a bug.");
    }
    const entry = known ?? make();
    entries.set(name, entry);
    return entry;
  };
  const gauge = (name: string, help: string): Gauge =>
    named(name, "gauge", () => {
      let value = 0;
      const face: Gauge = {
        set(next) {
          value = next;
        },
      };
      return { kind: "gauge", face, snapshot: () => ({ kind: "gauge", help, value }) };
    }).face as Gauge;

  return {
    counter: (name, help) =>
      named(name, "counter", () => {
        let value = 0;
        const face: Counter = {
          add(by = 1) {
            value += by;
          },
        };
        return { kind: "counter", face, snapshot: () => ({ kind: "counter", help, value }) };
      }).face as Counter,
    gauge,
    observe(name, help, read) {
      const face: Gauge = { set: () => undefined };
      entries.set(name, { kind: "gauge", face, snapshot: () => ({ kind: "gauge", help, value: read() }) });
    },
    histogram: (name, help) =>
      named(name, "histogram", () => {
        const face = createHistogram();
        return { kind: "histogram", face, snapshot: () => ({ kind: "histogram", help, ...face.snapshot() }) };
      }).face as Histogram,
    snapshot: () => Object.fromEntries([...entries].map(([name, entry]) => [name, entry.snapshot()])),
  };
}
