import { readFile, realpath, stat } from "node:fs/promises";
import { extname, isAbsolute, join, relative, sep } from "node:path";

export type PageFile = { status: 200; type: string; body: Buffer } | { status: 400 | 403 | 404 };

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

/** The segments of a request path, or why it is refused: an encoded separator or a way up is an attempt, not a name. */
function segmentsOf(requestPath: string): string[] | 400 | 403 {
  const [path = ""] = requestPath.split(/[?#]/, 1);
  if (!path.startsWith("/")) return 400;
  if (/%(?:2f|5c|00)/i.test(path) || path.includes("\\")) return 403;
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return 400;
  }
  const segments = decoded.split("/").slice(1);
  // A colon would be a drive or an alternate stream on Windows.
  if (segments.some((part) => part === ".." || part === "." || part.includes("\0") || part.includes(":"))) return 403;
  return segments;
}

const isInside = (root: string, file: string): boolean => {
  const way = relative(root, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/**
 * Reads one file of the built page by the path as it came over the wire, never anything outside `root`, also not
 * through a symbolic link; `/` is `index.html`.
 */
export async function readPageFile(root: string, requestPath: string): Promise<PageFile> {
  const segments = segmentsOf(requestPath);
  if (typeof segments === "number") return { status: segments };
  const wanted = segments.join("/") === "" ? ["index.html"] : segments;
  try {
    const base = await realpath(root);
    const file = await realpath(join(base, ...wanted));
    if (!isInside(base, file)) return { status: 403 };
    if (!(await stat(file)).isFile()) return { status: 404 };
    const type = types[extname(file).toLowerCase()] ?? "application/octet-stream";
    return { status: 200, type, body: await readFile(file) };
  } catch {
    return { status: 404 };
  }
}
