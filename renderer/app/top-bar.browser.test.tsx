import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { ScriptedDesk } from "../../tests/fixtures/scripted-desk.ts";
import "../theme/tokens.css";
import "../theme/base.css";
import { loadMessages } from "../i18n/t.ts";
import { useAccount } from "../stores/account.ts";
import { useDeskState } from "../stores/desk.ts";
import { type DeskSession, openDeskSession } from "../stores/desk-session.ts";
import { resetStores } from "../stores/reset-stores.ts";
import { useRisk } from "../stores/risk.ts";
import { DeskContext } from "../transport/desk-client.ts";
import { messages } from "./messages.ts";
import { TopBar } from "./top-bar.tsx";

loadMessages(messages);
let session: DeskSession | undefined;
afterEach(() => {
  cleanup();
  act(() => session?.close());
});

/** Whether all of an element lies within the bar. */
function stands(element: Element): boolean {
  const bar = screen.getByRole("banner").getBoundingClientRect();
  const { bottom, left, right, top } = element.getBoundingClientRect();
  return top >= bar.top && bottom <= bar.bottom && left >= bar.left && right <= bar.right;
}

async function showBar(width: number): Promise<void> {
  await page.viewport(width, 700);
  resetStores();
  session = openDeskSession(new ScriptedDesk().open);
  render(
    <DeskContext value={session.client}>
      <TopBar onSearch={() => undefined} />
    </DeskContext>,
  );
}

test.each([1024, 1180, 1300, 1440, 1600])(
  "the room left stands in a bar %d wide, whatever else there is to tell",
  async (width) => {
    await showBar(width);
    await waitFor(() => expect(useDeskState.getState().health).not.toBeNull());
    const room = (): Element => screen.getByRole("button", { name: /the smallest room of all limits/ });
    expect(stands(room())).toBe(true);
    act(() =>
      useDeskState.setState(({ health }) => ({
        health: health && {
          ...health,
          journal: { ...health.journal, state: "failed", failure: "disk full" },
          clock: { ...health.clock, state: "drifting" },
        },
      })),
    );
    await waitFor(() => expect(screen.getByRole("button", { name: /^Journal/ })).toBeTruthy());
    expect(stands(room())).toBe(true);
    expect(stands(screen.getByRole("button", { name: /Kill switch/ }))).toBe(true);
    expect(stands(screen.getByRole("button", { name: /^Trading Exits only/ }))).toBe(true);
    act(() => useRisk.setState(({ risk }) => ({ risk: risk && { ...risk, killSwitch: true, state: "halted" } })));
    expect(stands(screen.getByRole("button", { name: /^Trading Halted/ }))).toBe(true);
    expect(stands(room())).toBe(true);
    const lockout = { since: Date.now(), until: Date.now() + 259_200_000, reason: "enough" };
    act(() => useRisk.setState(({ risk }) => ({ risk: risk && { ...risk, lockout } })));
    expect(stands(screen.getByRole("button", { name: /^Trading Locked out/ }))).toBe(true);
    expect(stands(room())).toBe(true);
    expect(stands(screen.getByRole("button", { name: /Kill switch/ }))).toBe(true);
    act(() =>
      useAccount.setState(({ account }) => ({
        account: account && { ...account, accountId: "ftmo.2step.challenge.100k-0017" },
      })),
    );
    expect(stands(room())).toBe(true);
    expect(stands(screen.getByRole("button", { name: /ftmo.2step/ }))).toBe(true);
  },
);

test("the largest room there is stands inside its own figure", async () => {
  await showBar(1024);
  await waitFor(() => expect(useRisk.getState().risk).not.toBeNull());
  act(() =>
    useRisk.setState(({ risk }) => ({
      risk: risk && {
        ...risk,
        gauges: risk.gauges.map((gauge) => ({ ...gauge, limit: "999999999999999", room: "888888888888888.12" })),
      },
    })),
  );
  const room = screen.getByRole("button", { name: /the smallest room of all limits/ });
  const figure = room.closest("dl > div") as Element;
  const text = document.createRange();
  text.selectNodeContents(room);
  expect(room.textContent).toContain("888,888");
  expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(figure.getBoundingClientRect().right);
  expect(stands(room)).toBe(true);
});
