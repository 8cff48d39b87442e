import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./generate/generated-files.ts";

const root = join(import.meta.dirname, "..");
const stale = generatedFiles(root).filter(({ now, wanted }) => now !== wanted);
for (const { file, wanted } of stale) {
  writeFileSync(join(root, file), wanted);
  process.stdout.write(`wrote ${file}\n`);
}
if (stale.length === 0) process.stdout.write("every generated table is up to date\n");
