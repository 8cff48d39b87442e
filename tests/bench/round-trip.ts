import { sessionStorageKey } from "../../shared/rpc/hello.ts";
import { openPage, pageUnavailable, startDesk } from "./desk-process.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";

/** A request and its answer as a page in Chromium sees them, beside the desk's own page with all its streams. */
export const roundTrip: Figure = {
  name: "round-trip",
  unavailable: pageUnavailable,
  async run({ quick }) {
    const requests = quick ? 300 : 3_000;
    const desk = await startDesk();
    try {
      const { browser, page } = await openPage(desk);
      const pings = await page.evaluate(measureRequests, {
        key: sessionStorageKey,
        name: "ping",
        input: { sentAt: 0 },
        requests,
      });
      const previews = await page.evaluate(measureRequests, {
        key: sessionStorageKey,
        name: "previewOrder",
        input: { instrumentId: "paper:BTC/USDT", side: "buy", type: "market", size: "0.01" },
        requests,
      });
      await browser.close();
      const p99 = quantile(pings, 0.99);
      return {
        name: "round-trip",
        title: "request round trip in the page, p99",
        value: p99,
        unit: "ms",
        goal: "< 5",
        met: p99 < 5,
        ...inPlainBars(p99, plainRate(200_000, 5)),
        detail: {
          p50: quantile(pings, 0.5),
          p95: quantile(pings, 0.95),
          max: quantile(pings, 1),
          previewP50: quantile(previews, 0.5),
          previewP99: quantile(previews, 0.99),
          requests,
        },
      };
    } finally {
      await desk.stop();
    }
  },
};

/** Runs in the page: a second socket on the page's session, one request at a time; milliseconds each. */
async function measureRequests(options: {
  key: string;
  name: string;
  input: object;
  requests: number;
}): Promise<number[]> {
  const socket = new WebSocket(`ws://${location.host}/`);
  const frames: Record<string, unknown>[] = [];
  let wake = (): void => undefined;
  socket.onmessage = (event) => {
    frames.push(JSON.parse(String(event.data)) as Record<string, unknown>);
    wake();
  };
  const next = async (): Promise<Record<string, unknown>> => {
    while (frames.length === 0) {
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        socket.onclose = (event) => reject(new Error(`closed: ${event.reason}`));
      });
    }
    return frames.shift() as Record<string, unknown>;
  };
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  socket.send(JSON.stringify({ kind: "hello", session: sessionStorage.getItem(options.key) }));
  const welcome = await next();
  if (welcome["kind"] !== "welcome") throw new Error(`no welcome: ${JSON.stringify(welcome)}`);
  const millis: number[] = [];
  for (let id = 1; id <= options.requests + 100; id++) {
    const from = performance.now();
    socket.send(JSON.stringify({ kind: "request", id, name: options.name, input: options.input }));
    const answer = await next();
    if (answer["kind"] !== "response") throw new Error(JSON.stringify(answer));
    if (id > 100) millis.push(performance.now() - from);
  }
  socket.close();
  return millis;
}
