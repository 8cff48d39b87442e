import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSecretStore } from "../../main/adapters/secrets-keychain/open-secret-store.ts";
import { withProfile } from "./sample-journal.ts";

const openSecretStoreUrl = new URL("../../main/adapters/secrets-keychain/open-secret-store.ts", import.meta.url).href;
const openJournalUrl = new URL("./sample-journal.ts", import.meta.url).href;
const installed = (command: string): boolean => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
const keytarLoads = spawnSync(process.execPath, ["-e", 'import("keytar").catch(() => process.exit(1))']).status === 0;
const canRun =
  process.platform === "linux" && keytarLoads && installed("dbus-run-session") && installed("gnome-keyring-daemon");
if (!canRun) {
  console.warn("skipped: the keychain test needs apt-get install gnome-keyring dbus libsecret-1-dev, then npm ci");
}

/** What happens to secrets and to a journal's key where a real Secret Service answers; prints one JSON line. */
const session = `
const { openSecretStore } = await import(${JSON.stringify(openSecretStoreUrl)});
const { openTestJournal } = await import(${JSON.stringify(openJournalUrl)});
const { store, note } = await openSecretStore({ service: "Proofdesk-test", env: process.env, probeTimeoutMs: 20000 });
await store.set("a", "b");
const read = await store.get("a");
await store.remove("a");
const signing = [];
for (let i = 0; i < 2; i++) {
  const journal = await openTestJournal(process.env.PROFILE, { secrets: store });
  signing.push(journal.health().signing);
  await journal.close();
}
console.log(JSON.stringify({ storage: store.storage, note, read, removed: await store.get("a"), signing }));
`;

test.runIf(canRun)(
  "a real keychain keeps secrets and the signing key from one session to the next",
  { timeout: 60_000 },
  () =>
    withProfile((dir) => {
      const env = {
        ...process.env,
        HOME: dir,
        XDG_DATA_HOME: dir,
        XDG_RUNTIME_DIR: dir,
        PROFILE: join(dir, "profile"),
      };
      const unlock = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
      const script = `${unlock}; exec "$NODE" --input-type=module -e "$SESSION"`;
      const out = execFileSync("dbus-run-session", ["--", "sh", "-c", script], {
        env: { ...env, NODE: process.execPath, SESSION: session, PROOFDESK_KEYCHAIN: "" },
        timeout: 50_000,
        killSignal: "SIGKILL",
        stdio: ["ignore", "pipe", "pipe"],
      });
      const said = JSON.parse(out.toString()) as { signing: unknown[] };
      expect(said).toMatchObject({
        storage: "keychain",
        read: "b",
        removed: null,
        note: expect.stringContaining("keychain keeps"),
      });
      expect(said.signing[0]).toMatchObject({ storage: "keychain" });
      expect(said.signing[1]).toEqual(said.signing[0]);
    }),
);

test("a keychain that is switched off, or that nobody could reach, leaves secrets for the session and says so", async () => {
  const off = await openSecretStore({ service: "Proofdesk-test", env: { PROOFDESK_KEYCHAIN: "off" } });
  expect(off.note).toContain("switched off");
  expect(off.store.storage).toBe("session");
  await off.store.set("a", "b");
  expect(await off.store.get("a")).toBe("b");
  await off.store.remove("a");
  expect(await off.store.get("a")).toBeNull();
});

test.runIf(process.platform === "linux")("without a session bus nobody is asked", async () => {
  const { store, note } = await openSecretStore({ service: "Proofdesk-test", env: { XDG_RUNTIME_DIR: "/nowhere" } });
  expect(store.storage).toBe("session");
  expect(note).toContain("no session bus");
});

test.runIf(canRun)("a keychain that never answers is given up after the time allowed", () =>
  withProfile(async (dir) => {
    const bus = join(dir, "bus");
    const server = createServer(() => undefined).listen(bus);
    await once(server, "listening");
    const env = { ...process.env, XDG_RUNTIME_DIR: dir, DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` };
    const began = performance.now();
    const { store, note } = await openSecretStore({ service: "Proofdesk-test", env, probeTimeoutMs: 1500 });
    expect(store.storage).toBe("session");
    expect(note).toContain("did not answer within 1500 ms");
    expect(performance.now() - began).toBeLessThan(10_000);
    server.close();
  }),
);

test.runIf(canRun)("a keychain that refuses is named with its reason", async () => {
  const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere/bus" };
  const { store, note } = await openSecretStore({ service: "Proofdesk-test", env });
  expect(store.storage).toBe("session");
  expect(note).toContain("does not answer");
});

// A child that would wait for a prompt must not outlive the one that asked.
test.runIf(canRun)("a process that asked a mute keychain ends by itself", { timeout: 40_000 }, () =>
  withProfile(async (dir) => {
    const bus = join(dir, "bus");
    const server = createServer(() => undefined).listen(bus);
    await once(server, "listening");
    const script = `const { openSecretStore } = await import(${JSON.stringify(openSecretStoreUrl)});
      await openSecretStore({ service: "Proofdesk-test", env: process.env, probeTimeoutMs: 500 });`;
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` };
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { env, stdio: "ignore" });
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
    server.close();
  }),
);
