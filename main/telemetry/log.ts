import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { destination, type Logger, pino } from "pino";
import { redact } from "./redact.ts";

type LogLevel = "debug" | "info" | "warn" | "error" | "silent";
type LogFields = Readonly<Record<string, unknown>>;

/** What the desk writes for the person who has to find out what happened. Never a secret: fields are redacted by name. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose every line carries these fields too. */
  with(fields: LogFields): Log;
}

export interface LogFile extends Log {
  readonly file: string;
  /** Writes what is waiting, as far as there is room for it, and closes the file. */
  close(): Promise<void>;
}

/** Bytes of lines that may wait for the disk; beyond them lines are dropped. */
const mostWaiting = 1_000_000;

export interface LogOptions {
  readonly dir: string;
  readonly level: LogLevel;
  /** UTC milliseconds; names the file and stamps the lines. Default: the system clock. */
  readonly now?: () => number;
  /** Files of earlier sessions kept. Default 9. */
  readonly sessionsKept?: number;
}

const fileName = /^desk-\d{8}T\d{9}Z(-\d+)?\.log$/;

/** Opens one JSON-lines file per session, `desk-20260131T120000000Z.log`, and removes the oldest beyond `sessionsKept`. */
export function createLog(options: LogOptions): LogFile {
  const { dir, level, now = Date.now, sessionsKept = 9 } = options;
  mkdirSync(dir, { recursive: true });
  const earlier = readdirSync(dir)
    .filter((name) => fileName.test(name))
    .toSorted();
  for (const old of earlier.slice(0, Math.max(0, earlier.length - sessionsKept)))
    rmSync(join(dir, old), { force: true });

  const stamp = new Date(now()).toISOString().replace(/[-:.]/g, "");
  const taken = earlier.filter((name) => name.startsWith(`desk-${stamp}`)).length;
  const file = join(dir, `desk-${stamp}${taken > 0 ? `-${taken}` : ""}.log`);
  const stream = destination({ dest: file, sync: false, mode: 0o600, maxLength: mostWaiting });
  // A disk that takes no lines must not end the desk, which has exits to make: they wait, and are tried with the next.
  let isOpen: boolean | null = null;
  stream.once("ready", () => {
    isOpen = true;
  });
  stream.on("error", () => {
    isOpen ??= false;
  });
  const base = pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return {
    ...logOver(base),
    file,
    close: () =>
      new Promise((resolve) => {
        const giveUp = (): void => {
          stream.destroy();
          resolve();
        };
        if (isOpen === false) return giveUp();
        stream.once("close", resolve);
        stream.once("error", giveUp);
        stream.end();
      }),
  };
}

function logOver(logger: Logger): Log {
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, fields: LogFields = {}): void => {
      if (logger.isLevelEnabled(level)) logger[level](redact(fields) as object, message);
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (fields) => logOver(logger.child(redact(fields) as object)),
  };
}

const nothing = (): void => undefined;

/** A log that keeps nothing, for runs that asked for none. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => silentLog };
