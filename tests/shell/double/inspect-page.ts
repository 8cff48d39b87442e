import type { Page } from "playwright-core";

interface Double {
  windows: { ready: Promise<void>; page: Page; url: string }[];
  stopped: { url: string; by: string }[];
}

export interface Findings {
  answer: unknown;
  bridge: { names: string[]; frozen: boolean };
  globals: Record<string, string>;
  evaluated: string;
  markup: string;
  fetched: string;
  violations: string[];
  urlAfterNavigation: string;
  pagesAfterPopup: number;
  permissions: Record<string, string>;
  stopped: { url: string; by: string }[];
  /** How much the page had drawn when everything was over. */
  elements: number;
  pageErrors: string[];
}

/** Waits until `ask` gives something, because a page comes up in its own time. */
async function until<T>(ask: () => Promise<T | null | undefined> | T | null | undefined, what: string): Promise<T> {
  for (let waited = 0; waited < 15_000; waited += 25) {
    const value = await ask();
    if (value !== null && value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited in vain for ${what}`);
}

/**
 * Asks for a port as a page does, sends one request on it and gives back the desk's frame. A window has one port: where the
 * page's own script asks for one meanwhile this one is taken back, and there is `null`.
 */
async function askDesk(page: Page, request: string): Promise<object | null> {
  return await page.evaluate(async (name) => {
    const nonce = crypto.randomUUID();
    const port = await new Promise<MessagePort>((resolve) => {
      const listen = (event: MessageEvent): void => {
        const [given] = event.ports;
        if (event.source !== window || event.data?.proofdeskPort !== nonce || !given) return;
        window.removeEventListener("message", listen);
        resolve(given);
      };
      window.addEventListener("message", listen);
      (window as unknown as { proofdesk: { connect(nonce: string): void } }).proofdesk.connect(nonce);
    });
    return await new Promise((resolve) => {
      port.onmessage = ({ data }) => {
        resolve("goodbye" in data ? null : data);
      };
      port.postMessage({ kind: "request", id: 1, name, input: {} });
    });
  }, request);
}

/** Tries what an injected script would try. Everything runs from a timer: Chromium lifts its policy while it evaluates for a debugger. */
/** How many elements the page's script has drawn; it draws in its own time, and a page without a root draws nothing. */
async function drawnElements(page: Page): Promise<number> {
  const isDrawn = (): boolean =>
    document.getElementById("root") === null || document.querySelectorAll("body *").length > 50;
  await page.waitForFunction(isDrawn, undefined, { timeout: 20_000 }).catch(() => undefined);
  return page.evaluate(() => document.querySelectorAll("body *").length);
}

async function attack(page: Page): Promise<Pick<Findings, "evaluated" | "markup" | "fetched" | "violations">> {
  return await page.evaluate(
    () =>
      new Promise((resolve) => {
        const violations: string[] = [];
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          violations.push(effectiveDirective);
        });
        const outcome = (action: () => unknown): string => {
          try {
            action();
            return "done";
          } catch (error) {
            return (error as Error).name;
          }
        };
        setTimeout(() => {
          const evaluated = outcome(() => new Function("return 1")());
          const markup = outcome(() => {
            document.createElement("div").innerHTML = "<img src=x>";
          });
          fetch("https://evil.example/").then(
            () => {
              resolve({ evaluated, markup, fetched: "done", violations });
            },
            (error: Error) => {
              setTimeout(() => {
                resolve({ evaluated, markup, fetched: error.name, violations });
              }, 50);
            },
          );
        }, 0);
      }),
  );
}

const globalsOf = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(
      ["require", "process", "module", "Buffer", "global", "deskBinding", "fromDesk", "electron"].map((name) => [
        name,
        typeof (window as unknown as Record<string, unknown>)[name],
      ]),
    ),
  );

const permissionsOf = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const states: Record<string, string> = {};
    for (const name of ["camera", "geolocation", "midi", "notifications"]) {
      states[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
    }
    return states;
  });

/** What the app's page in the double could and could not do. */
export async function inspectPage(electron: Double, request: string): Promise<Findings> {
  const desk = await until(() => electron.windows[0], "a window");
  await desk.ready;
  const { page } = desk;
  const pageErrors: string[] = [];
  page.on("pageerror", (error) => pageErrors.push(error.message));
  await page.waitForLoadState("load");
  await page.waitForFunction(() => "proofdesk" in window);

  const bridge = await page.evaluate(() => {
    const face = (window as unknown as { proofdesk: object }).proofdesk;
    return { names: Object.keys(face), frozen: Object.isFrozen(face) };
  });
  const answer = await until(() => askDesk(page, request), "an answer of the desk");
  const globals = await globalsOf(page);
  const elements = await drawnElements(page);
  const permissions = await permissionsOf(page);
  const attacked = await attack(page);

  await page.evaluate(() => {
    location.href = "https://evil.example/steal";
  });
  await until(() => electron.stopped.find(({ url }) => url.endsWith("/steal")), "the navigation to be stopped");
  const urlAfterNavigation = desk.url;
  const pages = page.context().pages().length;
  await page.evaluate(() => {
    window.open("https://evil.example/popup");
  });
  await until(() => electron.stopped.find(({ by }) => by === "window open handler"), "the popup to be refused");
  const pagesAfterPopup = await until(() => {
    const now = page.context().pages().length;
    return now <= pages ? now - pages : null;
  }, "the popup to go away");

  return {
    answer,
    bridge,
    elements,
    globals,
    ...attacked,
    urlAfterNavigation,
    pagesAfterPopup,
    permissions,
    stopped: electron.stopped,
    pageErrors,
  };
}
