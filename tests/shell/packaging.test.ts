import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const requireHere = createRequire(import.meta.url);

/** Both belong to the packager, so its own copies are the ones that judge. */
function fromPackager(name: string): unknown {
  const builder = requireHere.resolve("electron-builder");
  const library = createRequire(builder).resolve("app-builder-lib");
  return createRequire(library)(name);
}

interface Validate {
  (value: unknown): boolean;
  errors?: unknown;
}

const load = (): Record<string, unknown> => {
  const yaml = fromPackager("js-yaml") as { load(text: string): Record<string, unknown> };
  return yaml.load(readFileSync(join(root, "electron-builder.yml"), "utf8"));
};

const validator = (): Validate => {
  const library = createRequire(requireHere.resolve("electron-builder")).resolve("app-builder-lib/package.json");
  const scheme = JSON.parse(readFileSync(join(library, "../scheme.json"), "utf8")) as object;
  const { default: Ajv } = fromPackager("ajv") as {
    default: new (options: object) => { compile(scheme: object): Validate };
  };
  return new Ajv({ allErrors: true, strict: false, allowUnionTypes: true }).compile(scheme);
};

test("the packaging file is valid for the packager, and a typing error in it would be found", () => {
  const validate = validator();
  expect(validate(load()), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...load(), linus: {} })).toBe(false);
});

test("the fuses turn off every way to run other code with our name and signature", () => {
  expect(load().electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test("the macOS package keeps the hardened runtime and its entitlements to two", () => {
  expect(load().mac).toMatchObject({ hardenedRuntime: true, entitlements: "resources/entitlements.mac.plist" });
  const entitlements = readFileSync(join(root, "resources/entitlements.mac.plist"), "utf8");
  expect(entitlements.match(/<key>.*?<\/key>/g)).toEqual([
    "<key>com.apple.security.cs.allow-jit</key>",
    "<key>com.apple.security.network.client</key>",
  ]);
});

test("every file the packaging names is there, and the icon is large enough for all systems", () => {
  for (const file of ["resources/entitlements.mac.plist", "resources/icon.png", "resources/icon.svg", "LICENSE"]) {
    expect(existsSync(join(root, file)), file).toBe(true);
  }
  const png = readFileSync(join(root, "resources/icon.png"));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});

test("native modules are not rebuilt, and only the prebuilt binary of the host is shipped", () => {
  const config = load();
  expect(config.npmRebuild).toBe(false);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the packager's own placeholders
  const prebuilt = "node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node";
  expect(config.files).toContain(prebuilt);
});
