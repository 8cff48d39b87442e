import type { BarColumns } from "../../../shared/model/market.ts";
import type { PlainResult, PlainRun } from "../plain-loop.ts";

/** What one run of the job came to. `ms` where opening and removing files around the job is no part of it. */
export type PeerResult = PlainResult & { readonly ms?: number };

/** One run of the job over bars that are already in the shape the contestant takes. */
export type PeerJob = () => PeerResult | Promise<PeerResult>;

/**
 * How near a result must be to count: the plain loop's to the last bit; within a share of it, for one whose own sums
 * are rounded; or that of the same job without a decision on the bar of a fill.
 */
export type Agreement =
  | { readonly kind: "equal" | "blind-on-fills" }
  | { readonly kind: "within"; readonly share: number };

/** What stands in a row beside the figures. */
interface Described {
  readonly name: string;
  readonly title: string;
  readonly agreement: Agreement;
  /** What it knows of orders, in a few words. */
  readonly orders: string;
  readonly gate: boolean;
  readonly journal: boolean;
  /** How the job is put in its own terms, and what it leaves out. */
  readonly note: string;
}

/** Runs in a Node process of its own. */
export interface NodeContestant extends Described {
  /** Packages of tests/bench/peers that it needs. */
  readonly packages: readonly string[];
  /** Loads it and brings the bars into its shape; neither is timed, both count as memory. */
  open(bars: BarColumns, run: PlainRun): Promise<PeerJob>;
}

/** Runs in a Python process of its own. */
export interface PythonContestant extends Described {
  /** Modules that `vectorised.py` imports for it. */
  readonly modules: readonly string[];
}

export type Contestant = NodeContestant | PythonContestant;
