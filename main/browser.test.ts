import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { connect } from "../shared/rpc/connect.ts";
import type { Role } from "../shared/rpc/contract.ts";
import { serve } from "../shared/rpc/serve.ts";
import type { Wire } from "../shared/rpc/wire.ts";
import { emptySources, sample, sampleHandlers } from "../tests/contract/sample-contract.ts";
import { openPage } from "../tests/contract/wire-pairs.ts";
import { type BrowserShellOptions, type BrowserShellReady, runBrowserShell } from "./browser.ts";

let rendererDir: string;
let stop: AbortController;
let ready: BrowserShellReady[];

beforeEach(() => {
  rendererDir = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(rendererDir, "index.html"), "<!doctype html>");
  stop = new AbortController();
  ready = [];
});

const workstation = {
  attach(wire: Wire, role: Role) {
    serve(wire, sample, sampleHandlers, { role, context: emptySources(), now: () => performance.now() });
  },
};
const run = (more: Partial<BrowserShellOptions> = {}): Promise<"closed" | "stopped"> =>
  runBrowserShell({
    workstation,
    rendererDir,
    port: 0,
    open: "none",
    chromium: null,
    windowProfileDir: join(rendererDir, "window"),
    onReady: (info) => ready.push(info),
    signal: stop.signal,
    ...more,
  });
const opened = async (): Promise<BrowserShellReady> => {
  await vi.waitFor(() => expect(ready).toHaveLength(1));
  return ready[0] as BrowserShellReady;
};

test("without a window it admits the ticket it names and runs until it is stopped", async () => {
  const running = run();
  const info = await opened();
  expect(info).toMatchObject({ shell: "none", url: `http://127.0.0.1:${info.port}/` });
  expect(info.ticketUrl).toBe(`${info.url}#ticket=${info.ticket}`);
  const { wire } = await openPage({ url: info.url, issueTicket: () => info.ticket }, "trader");
  const page = connect(wire, sample);
  expect(await page.call.place({ order: { symbol: "BTC", size: 1 } })).toEqual({ id: "BTC-1" });

  const viewerUrl = info.issueTicketUrl("viewer");
  const issueTicket = (): string => viewerUrl.slice(viewerUrl.indexOf("=") + 1);
  const viewer = connect((await openPage({ url: info.url, issueTicket }, "viewer")).wire, sample);
  const order = { symbol: "BTC", size: 1 };
  await expect(viewer.call.place({ order })).rejects.toMatchObject({ code: "RPC-FORBIDDEN" });

  stop.abort();
  expect(await running).toBe("stopped");
  const [error] = await once(createConnection({ host: "127.0.0.1", port: info.port }), "error");
  expect(String(error)).toContain("ECONNREFUSED");
});

test("a stop that came before the start ends it at once", async () => {
  stop.abort();
  expect(await run()).toBe("stopped");
});

test("without a browser on the machine the address is left to the person", async () => {
  const running = run({ open: "chromium", chromium: null });
  expect((await opened()).shell).toBe("none");
  stop.abort();
  expect(await running).toBe("stopped");
});

test.skipIf(process.platform === "win32")(
  "with a browser it opens an app window and ends when that is closed",
  async () => {
    const chromium = join(rendererDir, "browser");
    writeFileSync(chromium, '#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/flags"\n');
    chmodSync(chromium, 0o700);
    expect(await run({ open: "chromium", chromium, chromiumFlags: ["--headless=new"] })).toBe("closed");
    const flags = readFileSync(join(rendererDir, "flags"), "utf8").split("\n");
    expect(flags).toContain(`--app=${ready[0]?.ticketUrl}`);
    expect(flags).toContain("--headless=new");
    expect(ready[0]?.shell).toBe("chromium");
  },
);

test.skipIf(process.platform === "win32")("a stop closes the window", async () => {
  const chromium = join(rendererDir, "browser");
  writeFileSync(chromium, "#!/bin/sh\nexec sleep 60\n");
  chmodSync(chromium, 0o700);
  const running = run({ open: "chromium", chromium });
  await opened();
  stop.abort();
  expect(await running).toBe("stopped");
});
