import { afterEach, describe, expect, it, vi } from "vitest";
import { readChartTheme, watchChartTheme, withAlpha } from "./chart-theme.ts";

afterEach(() => document.documentElement.removeAttribute("style"));

describe("the colours of a chart", () => {
  it("come from the tokens on the document", () => {
    document.documentElement.style.setProperty("--up", "#112233");
    const theme = readChartTheme();
    expect(theme.up).toBe("#112233");
    expect(theme.upVolume).toBe("#11223347");
  });
  it("take an alpha only where it can be written", () => {
    expect(withAlpha("rebeccapurple", 0.5)).toBe("rebeccapurple");
  });
  it("are read again when theme or palette change", async () => {
    const changed = vi.fn();
    const stop = watchChartTheme(changed);
    document.documentElement.dataset["palette"] = "red-up";
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    stop();
  });
});
