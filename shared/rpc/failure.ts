import { z } from "zod";

/** An error as it travels: a stable code, its category, what happened, and what the person can do. */
export const Failure = z.strictObject({
  code: z.string().min(1),
  category: z.string().min(1),
  message: z.string(),
  remedy: z.string(),
});
export type Failure = z.infer<typeof Failure>;

/** The codes that the connection itself answers with; the handlers' own codes pass through unchanged. */
const rpcFailures = {
  "RPC-UNKNOWN": { category: "validation", remedy: "Reload the page: it may be older than the desk." },
  "RPC-INPUT": { category: "validation", remedy: "Correct the named value and try again." },
  "RPC-FORBIDDEN": { category: "security", remedy: "Open the desk with a trader session to do this." },
  "RPC-BUSY": { category: "network", remedy: "Wait for the running requests to finish, then try again." },
  "RPC-TIMEOUT": {
    category: "network",
    remedy: "The outcome is not known. Check the blotter before you repeat an order.",
  },
  "RPC-CLOSED": {
    category: "network",
    remedy: "Try again when the desk is connected again; if it has ended, start it and open the address it prints.",
  },
  "RPC-OUTPUT": { category: "bug", remedy: "Report this with the code; reload the page if it stays." },
  "RPC-BUG": { category: "bug", remedy: "Report this with the time it happened; the desk's log holds the details." },
} as const;
export type RpcCode = keyof typeof rpcFailures;

/** A failure of this room, with the remedy that belongs to its code. */
export function rpcFailure(code: RpcCode, message: string): Failure {
  return { code, message, ...rpcFailures[code] };
}

/** The failure as an error a caller can catch; it has the fields of a fault, so a screen treats both alike. */
export class RpcFault extends Error {
  override readonly name = "RpcFault";
  readonly code: string;
  readonly category: string;
  readonly remedy: string;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
    this.category = failure.category;
    this.remedy = failure.remedy;
  }
}

/** What an error may say to the other side, or `null` when it is no fault and its text could leak internals. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof Error)) return null;
  const { code, category, remedy } = error as Error & Record<string, unknown>;
  const parsed = Failure.safeParse({ code, category, remedy, message: error.message });
  return parsed.success ? parsed.data : null;
}

const shownIssues = 3;

/** The first few problems in words, each with the way to the value: `order, size: expected string`. */
export function describeIssues(error: z.ZodError): string {
  const lines = error.issues
    .slice(0, shownIssues)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join(", ")}: ${message}`));
  const more = error.issues.length - lines.length;
  return more > 0 ? `${lines.join("; ")}; and ${more} more` : lines.join("; ");
}
