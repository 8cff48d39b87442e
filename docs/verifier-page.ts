import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifierPage, verifierPageFile } from "./generate/verifier-page.ts";

const root = join(import.meta.dirname, "..");
const page = await verifierPage(root);
writeFileSync(join(root, verifierPageFile), page);
process.stdout.write(`wrote ${verifierPageFile}, ${page.length} characters\n`);
