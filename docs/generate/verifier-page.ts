import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { honestWords } from "../../shared/model/honest-words.ts";

/** Where the page is kept: it is checked in, so that whoever has the sources has the page without building anything. */
export const verifierPageFile = "resources/verifier.html";

const sourceHash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

async function bundled(root: string): Promise<string> {
  const made = await build({
    configFile: false,
    root,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rollupOptions: { input: join(root, "main/verifier-page/page.ts"), output: { format: "es" } },
    },
  });
  const { output } = Array.isArray(made) ? (made[0] ?? { output: [] }) : "output" in made ? made : { output: [] };
  const [chunk, ...more] = output;
  if (chunk?.type !== "chunk" || more.length > 0) throw new Error("the page's script is not one file");
  // Inside a page a script ends with the first end tag, wherever it stands.
  return chunk.code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--").trim();
}

/**
 * The verifier as one page without network: the verifier's own source with a browser's primitives. The policy names the
 * script and the style by their hashes and allows nothing else, no connection among it.
 */
export async function verifierPage(root: string): Promise<string> {
  const read = (file: string): string =>
    readFileSync(join(root, "main/verifier-page", file), "utf8").replaceAll("\r\n", "\n");
  const script = await bundled(root);
  const style = read("page.css").trim();
  const policy = `default-src 'none'; script-src ${sourceHash(script)}; style-src ${sourceHash(style)}; base-uri 'none'; form-action 'none'`;
  // Functions, because a text to put in would have its dollar signs read as patterns.
  return read("page.html")
    .replace('content="POLICY"', () => `content="${policy}"`)
    .replace(
      '<ul id="limits"></ul>',
      () => `<ul id="limits">\n${honestWords.map((words) => `<li>${words}</li>\n`).join("")}</ul>`,
    )
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace('<script type="module"></script>', () => `<script type="module">${script}</script>`);
}
