import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ShippedPackage, shippedPackages } from "./shipped-packages.ts";

/** The notice its licence asks for; the package on npm lacks the file. The third letter of the second line's sign is Cyrillic, as in the original. */
export const tradingViewNotice =
  "TradingView Lightweight Charts™\nCopyright (с) 2025 TradingView, Inc. https://www.tradingview.com/\n";

const rule = "=".repeat(80);

const introduction = `Third-party notices

Proofdesk contains the software named below. Each part keeps its own licence. Electron and Chromium, which a packaged
Proofdesk contains as well, carry their licences beside the program (LICENSE.electron.txt, LICENSES.chromium.html).
`;

/** The heading of one package; a test compares these with what is imported. */
export const heading = ({ name, version }: ShippedPackage): string => `${name} ${version}`;

interface Manifest {
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly homepage?: string;
}

function licenceText(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const files = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(name))
    .sort();
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
  if (texts.length > 0) return texts.join("\n\n");
  const author = typeof manifest.author === "string" ? manifest.author : (manifest.author?.name ?? "its authors");
  return `Licence: ${manifest.license ?? "unknown"}\nCopyright ${author}${manifest.homepage ? `\n${manifest.homepage}` : ""}`;
}

/** The text of THIRD_PARTY_NOTICES.txt. A package that is not installed here (keytar may be) keeps what was written before. */
export function thirdPartyNotices(root: string, before: string): string {
  const sections = shippedPackages(root).map((shipped) => {
    const title = `${rule}\n${heading(shipped)}\n${rule}\n`;
    const folder = join(root, shipped.folder);
    if (!existsSync(folder)) {
      const start = before.indexOf(title);
      const end = before.indexOf(`\n${rule}\n`, start + title.length);
      return start < 0 ? `${title}\n` : before.slice(start, end < 0 ? undefined : end);
    }
    const notice = shipped.name === "lightweight-charts" ? `${tradingViewNotice}\n` : "";
    return `${title}\n${notice}${licenceText(folder)}\n`;
  });
  return `${introduction}\n${sections.join("\n")}`;
}
