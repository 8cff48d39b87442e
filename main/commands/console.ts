import { plainText } from "./plain-text.ts";

/** Where a command writes. Results go to stdout, everything else to stderr. */
export interface Console {
  out(text: string): void;
  /** The one JSON document of `--json`. */
  json(document: unknown): void;
  err(text: string): void;
}

interface TextStream {
  write(text: string): unknown;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A reader that went away (`| head`) ends the writing, not the command with a stack trace. */
function lineWriter(stream: TextStream): (text: string) => void {
  let open = true;
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
  });
  return (text) => {
    if (open) stream.write(`${text}\n`);
  };
}

export function openConsole(stdout: TextStream, stderr: TextStream): Console {
  const [out, err] = [lineWriter(stdout), lineWriter(stderr)];
  return {
    out: (text) => out(plainText(text)),
    json: (document) => out(JSON.stringify(document)),
    err: (text) => err(plainText(text)),
  };
}
