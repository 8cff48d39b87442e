import { openPage, pageUnavailable, startDesk } from "./desk-process.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { median } from "./measure.ts";

/** From `npm start` on a fresh profile to a page that can be used, Chromium's own start included. */
export const deskStart: Figure = {
  name: "desk-start",
  unavailable: pageUnavailable,
  async run({ quick }) {
    // The first start may have to build the page; the figure is about the starts after it.
    await startDesk().then((desk) => desk.stop());
    const ready: number[] = [];
    const interactive: number[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const desk = await startDesk();
      try {
        const { browser, interactiveMs } = await openPage(desk);
        interactive.push(interactiveMs);
        ready.push(desk.readyMs);
        await browser.close();
      } finally {
        await desk.stop();
      }
    }
    const ms = median(interactive);
    return {
      name: "desk-start",
      title: "npm start to interactive",
      value: ms / 1000,
      unit: "s",
      goal: "< 3",
      met: ms < 3000,
      ...inPlainBars(ms, plainRate(200_000, 5)),
      detail: { addressAfterMs: median(ready), slowestMs: Math.max(...interactive), starts: interactive.length },
    };
  },
};
