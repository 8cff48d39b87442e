import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSecretStore } from "../../main/adapters/secrets-keychain/open-secret-store.ts";
import { startWitness } from "../../main/commands/witness.ts";
import { beginJourney, chromium, type Journey } from "./journey.ts";

const root = path.join(import.meta.dirname, "../..");
const installed = (command: string): boolean => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
const keytarLoads = spawnSync(process.execPath, ["-e", 'import("keytar").catch(() => process.exit(1))']).status === 0;
const programs = { bus: "dbus-daemon", keyring: "gnome-keyring-daemon" };
const canRun =
  chromium !== null &&
  process.platform === "linux" &&
  keytarLoads &&
  installed(programs.bus) &&
  installed(programs.keyring);
if (!canRun) console.warn("skipped: the keys on screen need a keychain; see the keychain test");

/** A Secret Service of its own on a bus of its own, unlocked and empty. */
async function openKeychain(dir: string): Promise<{ readonly address: string; close(): Promise<void> }> {
  const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_RUNTIME_DIR: dir };
  const bus = spawn(programs.bus, ["--session", "--nofork", "--print-address"], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(bus.stdout, "data")) as [Buffer];
  const address = line.toString().trim();
  const keyring = spawn(programs.keyring, ["--foreground", "--unlock", "--components=secrets"], {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    stdio: ["pipe", "ignore", "ignore"],
  });
  keyring.stdin.end("secret");
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill();
    await gone;
  };
  const close = async (): Promise<void> => {
    await end(keyring);
    await end(bus);
  };
  const asked = { service: "Proofdesk-test", env: { ...env, DBUS_SESSION_BUS_ADDRESS: address } };
  const until = performance.now() + 20_000;
  while ((await openSecretStore(asked)).store.storage !== "keychain") {
    if (performance.now() < until) continue;
    await close();
    throw new Error("the keychain of this test does not answer");
  }
  return { address, close };
}

describe.runIf(canRun)("the keys of a desk with a keychain", () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "proofdesk-keys-"));
  let keychain: Awaited<ReturnType<typeof openKeychain>>;
  let journey: Journey;
  beforeAll(async () => {
    keychain = await openKeychain(dir);
    process.env["DBUS_SESSION_BUS_ADDRESS"] = keychain.address;
    journey = await beginJourney({ theme: "dark", size: [1440, 1500] });
    await journey.room("Compliance");
  });
  afterAll(async () => {
    await journey?.end();
    await keychain?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const keys = () => journey.page.getByRole("table", { name: "Signing keys" });

  test("are rotated on the running desk with a reason, and the new one is given to a witness", async () => {
    const { page } = journey;
    await keys().getByText("in the keychain").first().waitFor();
    await page.getByRole("button", { name: "Rotate the key" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("yearly rotation");
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("button", { name: "Rotate now" }).click();
    await page.getByText(/^Event \d+: key .* replaces .*; both signed/).waitFor();
    await keys().getByText("replaced").waitFor();
    const args = ["main/cli.ts", "keys", "--profile", journey.desk.profile, "--json"];
    const listed = JSON.parse(String(execFileSync(process.execPath, args, { cwd: root })));
    const current = listed.keys.find(({ state }: { state: string }) => state === "current");
    const witness = await startWitness({
      host: "127.0.0.1",
      port: 0,
      state: path.join(dir, "witness"),
      vkeys: [current.vkey],
      told: () => {},
    });
    try {
      await page.getByRole("button", { name: "Add a witness" }).click();
      await page.getByRole("textbox", { name: "Key line of the witness" }).fill(witness.key);
      await page.getByRole("textbox", { name: "Address" }).fill(witness.url);
      expect(await journey.violations()).toEqual([]);
      await page.getByRole("button", { name: "Trust this witness" }).click();
      await page.getByRole("button", { name: "Ask the witnesses" }).click();
      await page.getByText(/answered: recorded as event/).waitFor();
      await page.getByText("Held outside", { exact: true }).waitFor();
    } finally {
      await witness.close();
    }
  });

  test("are revoked only after their id is typed, and the check still holds", async () => {
    const { page } = journey;
    const current = keys().getByRole("row").filter({ hasText: "current" });
    const id = (await current.getByRole("rowheader").innerText()).trim();
    await current.getByRole("button", { name: `Revoke key ${id}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("a stolen laptop");
    const confirm = dialog.getByRole("button", { name: "Revoke for good" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: `Type ${id} to confirm` }).fill(id);
    expect(await journey.violations()).toEqual([]);
    await confirm.click();
    await page.getByText(/counts for nothing from event \d+ on; key .* took its place/).waitFor();
    await keys().getByText("revoked").waitFor();
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText(/events read in/).waitFor({ timeout: 60_000 });
    expect(await page.getByRole("region", { name: "Integrity" }).getByText("Fails").count()).toBe(0);
    await journey.picture("compliance-keys");
    expect(await journey.violations()).toEqual([]);
    expect(journey.complaints).toEqual([]);
  });
});
