import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { Age } from "./age.tsx";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Checkbox } from "./checkbox.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { Field } from "./field.tsx";
import { IconButton } from "./icon-button.tsx";
import { Kbd } from "./kbd.tsx";
import { Meter } from "./meter.tsx";
import { Money } from "./money.tsx";
import { NumberField } from "./number-field.tsx";
import { Panel } from "./panel.tsx";
import type { PanelState } from "./panel-state.tsx";
import { Price } from "./price.tsx";
import { Segmented } from "./segmented.tsx";
import { Select } from "./select.tsx";
import { Size } from "./size.tsx";
import { Switch } from "./switch.tsx";
import { Tabs } from "./tabs.tsx";
import { Time } from "./time.tsx";
import { TimeZoneContext } from "./time-zone.ts";
import { notify, ToastProvider } from "./toast.tsx";

describe("buttons", () => {
  it("press and say what they do", () => {
    const press = vi.fn();
    render(
      <>
        <Button variant="buy" onClick={press} wide>
          Buy
        </Button>
        <IconButton label="Reset" icon={<i />} pressed onClick={press} />
      </>,
    );
    fireEvent.click(screen.getByRole("button", { name: "Buy" }));
    fireEvent.click(screen.getByRole("button", { name: "Reset", pressed: true }));
    expect(press).toHaveBeenCalledTimes(2);
  });
});

describe("a field", () => {
  it("ties its label, hint and error to the control", () => {
    const change = vi.fn();
    const { rerender } = render(<Field label="Name" hint="Short" value="" onChange={change} />);
    const input = screen.getByRole("textbox", { name: "Name" });
    expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Short");
    fireEvent.change(input, { target: { value: "x" } });
    expect(change).toHaveBeenCalledWith("x");
    rerender(<Field label="Name" hint="Short" error="Too long" value="x" onChange={change} />);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toBe("Too long");
  });
});

describe("a number field", () => {
  function Sized({ start = "", onEnter }: { start?: string; onEnter?: () => void }) {
    const [value, setValue] = useState(start);
    return (
      <>
        <NumberField
          label="Size"
          value={value}
          onChange={setValue}
          step="0.01"
          unit="BTC"
          startAt="5"
          {...(onEnter ? { onEnter } : {})}
        />
        <output>{value}</output>
      </>
    );
  }
  const input = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Size" });
  const value = () => screen.getByRole("status").textContent;

  it("gives decimal text for what is typed and keeps the typing until it is left", () => {
    render(<Sized />);
    fireEvent.change(input(), { target: { value: "2k" } });
    expect(value()).toBe("2000");
    expect(input().value).toBe("2k");
    fireEvent.blur(input());
    expect(input().value).toBe("2000");
  });
  it("says when it cannot read what is typed, and gives it on as it stands: it is not the same as nothing", () => {
    render(<Sized start="1" />);
    fireEvent.change(input(), { target: { value: "1x " } });
    expect(value()).toBe("1x");
    expect(screen.getByRole("alert").textContent).toMatch(/Enter a number/);
    fireEvent.blur(input());
    expect(input().value).toBe("1x");
    fireEvent.keyDown(input(), { key: "ArrowUp" });
    expect(value()).toBe("5.01");
    expect(screen.queryByRole("alert")).toBeNull();
  });
  it("shows the number that somebody else puts in place of what it could not read", () => {
    const { rerender } = render(<NumberField label="Size" value="1" onChange={() => undefined} />);
    fireEvent.change(input(), { target: { value: "1x" } });
    rerender(<NumberField label="Size" value="7" onChange={() => undefined} />);
    expect(input().value).toBe("7");
    expect(screen.queryByRole("alert")).toBeNull();
  });
  it("steps by arrows, tenfold with Shift, from its starting point when empty", () => {
    const enter = vi.fn();
    render(<Sized onEnter={enter} />);
    fireEvent.keyDown(input(), { key: "ArrowUp" });
    expect(value()).toBe("5.01");
    fireEvent.keyDown(input(), { key: "ArrowDown", shiftKey: true });
    expect(value()).toBe("4.91");
    fireEvent.click(screen.getByRole("button", { name: "Increase Size" }));
    fireEvent.click(screen.getByRole("button", { name: "Decrease Size" }), { shiftKey: true });
    expect(value()).toBe("4.82");
    fireEvent.keyDown(input(), { key: "Enter" });
    expect(enter).toHaveBeenCalledOnce();
  });
});

describe("choices", () => {
  const options = [
    { value: "a", label: "First" },
    { value: "b", label: "Second", disabled: true },
    { value: "c", label: "Third" },
  ] as const;

  it("move through a segmented control by arrows, past what is disabled", () => {
    function Chooser() {
      const [value, setValue] = useState<"a" | "b" | "c">("a");
      return <Segmented label="Kind" value={value} onChange={setValue} options={options} />;
    }
    render(<Chooser />);
    const group = screen.getByRole("radiogroup", { name: "Kind" });
    fireEvent.keyDown(group, { key: "ArrowRight" });
    expect(screen.getByRole("radio", { name: "Third" }).getAttribute("aria-checked")).toBe("true");
    expect(document.activeElement?.textContent).toBe("Third");
    fireEvent.keyDown(group, { key: "ArrowRight" });
    expect(screen.getByRole("radio", { name: "First", checked: true })).toBeTruthy();
    fireEvent.keyDown(group, { key: "x" });
    fireEvent.click(screen.getByRole("radio", { name: "Third" }));
    expect(screen.getByRole("radio", { name: "Third", checked: true })).toBeTruthy();
  });

  it("open in a select and close on the chosen one", async () => {
    const change = vi.fn();
    render(<Select label="Kind" value="a" onChange={change} options={options} />);
    const trigger = screen.getByRole("combobox", { name: "Kind" });
    expect(trigger.textContent).toContain("First");
    fireEvent.click(trigger);
    const option = await screen.findByRole("option", { name: "Third" });
    fireEvent.pointerDown(option, { pointerType: "mouse" });
    fireEvent.click(option);
    await waitFor(() => expect(change).toHaveBeenCalledWith("c"));
  });

  it("turn on by switch and checkbox", () => {
    const flip = vi.fn();
    render(
      <>
        <Switch label="Confirm" hint="Asks first" checked={false} onChange={flip} />
        <Checkbox label="Reduce only" hint="Nothing to reduce" checked disabled onChange={flip} />
        <Checkbox label="Post only" checked={false} onChange={flip} />
      </>,
    );
    fireEvent.click(screen.getByRole("switch", { name: "Confirm" }));
    fireEvent.click(screen.getByRole("checkbox", { name: "Reduce only" }));
    fireEvent.click(screen.getByRole("checkbox", { name: "Post only" }));
    expect(flip.mock.calls).toEqual([[true], [true]]);
    for (const words of ["Confirm", "Reduce only", "Post only"]) fireEvent.click(screen.getByText(words));
    expect(flip.mock.calls).toEqual([[true], [true], [true], [true]]);
  });

  it("switch between tabs by click", () => {
    function Tabbed() {
      const [tab, setTab] = useState<"one" | "two">("one");
      return (
        <Tabs
          label="Views"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: "one", label: "One", count: 3 },
            { id: "two", label: "Two" },
          ]}
        >
          content {tab}
        </Tabs>
      );
    }
    render(<Tabbed />);
    expect(screen.getByRole("tabpanel").textContent).toBe("content one");
    fireEvent.click(screen.getByRole("tab", { name: /Two/ }));
    expect(screen.getByRole("tabpanel").textContent).toBe("content two");
  });
});

describe("a confirmation", () => {
  it("waits for its reason and its word", async () => {
    const confirmed = vi.fn();
    const closed = vi.fn();
    render(
      <ConfirmDialog
        open
        title="Flatten?"
        confirm="Flatten"
        variant="danger"
        askReason
        typeToConfirm="FLATTEN"
        onConfirm={confirmed}
        onClose={closed}
      />,
    );
    const dialog = await screen.findByRole("dialog", { name: "Flatten?" });
    const button = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Flatten" });
    expect(button.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: " news " } });
    fireEvent.keyDown(within(dialog).getByLabelText("Reason"), { key: "Enter" });
    expect(confirmed).not.toHaveBeenCalled();
    fireEvent.change(within(dialog).getByLabelText("Type FLATTEN to confirm"), { target: { value: "FLATTEN" } });
    fireEvent.click(button);
    expect(confirmed).toHaveBeenCalledWith("news");
    fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    expect(closed).toHaveBeenCalledTimes(2);
  });
});

describe("a window", () => {
  it("is closed by a press beside it, and not by the second half of the double click that opened it", async () => {
    const closed = vi.fn();
    render(<ConfirmDialog open title="Stop?" confirm="Stop" onConfirm={vi.fn()} onClose={closed} />);
    await screen.findByRole("dialog", { name: "Stop?" });
    const press = (detail: number): void => {
      for (const press of [fireEvent.pointerDown, fireEvent.mouseDown, fireEvent.pointerUp, fireEvent.mouseUp])
        press(document.body, { detail, button: 0 });
      fireEvent.click(document.body, { detail, button: 0 });
    };
    press(2);
    expect(closed).not.toHaveBeenCalled();
    press(1);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});

describe("a toast", () => {
  it("says what happened and goes when it is dismissed", async () => {
    render(<ToastProvider>page</ToastProvider>);
    act(() => notify({ title: "Not saved", text: "The desk refused.", tone: "bad" }));
    expect((await screen.findAllByText("Not saved")).length).toBeGreaterThan(0);
    fireEvent.click(screen.getAllByRole("button", { name: "Close", hidden: true })[0]!);
    await waitFor(() => expect(screen.queryByText("Not saved")).toBeNull());
  });
});

describe("figures", () => {
  it("show sign, unit and instrument precision, and a dash for what is not known", () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    const { container } = render(
      <TimeZoneContext value="Asia/Tokyo">
        <Money value="-3" sign="always" currency="USDT" />|<Money value={null} />|
        <Price value={1.5} increment="0.01" direction="up" />|
        <Price value={undefined} increment="0.01" />|<Size value="2" increment="1" sign="always" unit="BTC" />|
        <Size value={null} increment="1" />|<Time at={at} />|<Time at={null} />|<Age since={null} />|
        <Kbd keys="Ctrl+K" />|<Badge tone="ok">open</Badge>
      </TimeZoneContext>,
    );
    expect(container.textContent).toBe("−3.00 USDT|–|1.50|–|+2 BTC|–|12:04:05|–|–|CtrlK|open");
  });
  it("keep in their title what their decimals leave out", () => {
    const { container } = render(
      <>
        <Money value="123456789012.125" sign="always" />|<Money value="-0.00001200" />|<Money value="12.500" />|
        <Size value="0.125" increment="0.01" />|<Size value="999999999999" increment="1" />|
        <Price value="61250.04" increment="0.1" />|<Price value={61250.04} increment="0.1" />
      </>,
    );
    const titles = [...container.querySelectorAll("span")].map(({ title }) => title);
    expect(titles).toEqual(["123,456,789,012.125", "−0.000012", "", "0.125", "", "61,250.04", ""]);
  });
  it("renew an age every second", () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      const { container, unmount } = render(<Age since={Date.now() - 5000} />);
      expect(container.textContent).toBe("5 s");
      act(() => {
        vi.advanceTimersByTime(3000);
      });
      expect(container.textContent).toBe("8 s");
      unmount();
    } finally {
      vi.useRealTimers();
    }
  });
  it("say in a meter how much is used", () => {
    render(<Meter label="Daily loss" share={0.8} text="200.00 USDT left" />);
    expect(screen.getByRole("meter", { name: "Daily loss" }).getAttribute("aria-valuetext")).toBe("200.00 USDT left");
  });
});

describe("a panel", () => {
  const shown = (state: PanelState) => {
    const { container, unmount } = render(
      <Panel title="Orders" state={state} actions={<b>act</b>}>
        content
      </Panel>,
    );
    const text = container.textContent ?? "";
    unmount();
    return text;
  };
  it("hides its content only where there is none", () => {
    expect(shown({ kind: "loading" })).toBe("OrdersactLoading…");
    expect(shown({ kind: "empty", text: "No orders yet." })).toBe("OrdersactNo orders yet.");
    expect(shown({ kind: "live" })).toBe("Ordersactcontent");
  });
  it("says why its content is old, refused or held back", () => {
    expect(shown({ kind: "stale", ageMs: 8000 })).toContain("Stale: last update 8 s agocontent");
    expect(shown({ kind: "reconnecting" })).toContain("Reconnecting");
    expect(shown({ kind: "offline" })).toContain("Offline");
    expect(shown({ kind: "refused", reason: "no key" })).toContain("Refused: no key");
    expect(shown({ kind: "rate-limited", until: Date.UTC(2026, 0, 1, 12) })).toContain("until 12:00:00");
    expect(shown({ kind: "locked-out", reason: "daily loss" })).toContain("Locked out: daily loss");
    expect(shown({ kind: "locked-out", reason: "daily loss", until: Date.UTC(2026, 0, 1, 12) })).toContain(
      "until 12:00:00",
    );
  });
  it("offers the one action of an empty state", () => {
    const act = vi.fn();
    render(
      <Panel
        title="Traders"
        hideTitle
        state={{ kind: "empty", text: "None", action: { label: "Start one", onAction: act } }}
      >
        x
      </Panel>,
    );
    fireEvent.click(screen.getByRole("button", { name: "Start one" }));
    expect(act).toHaveBeenCalledOnce();
  });
});
