import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file that a person asked for: beside its place and renamed, so that a full disk leaves the one that was there.
 * What is no file, such as a pipe, is written to as it is. Throws what the file system says.
 */
export function replaceFile(file: string, content: string | Buffer): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    writeFileSync(file, content);
    return;
  }
  const place = there === undefined ? file : realpathSync.native(file);
  const temporary = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
  try {
    // In a folder that others write to, what lies under that name may be a link of theirs.
    rmSync(temporary, { force: true });
    const mode = there === undefined ? 0o666 : there.mode & 0o777;
    writeFileSync(temporary, content, { mode, flag: "wx", flush: true });
    renameSync(temporary, place);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
