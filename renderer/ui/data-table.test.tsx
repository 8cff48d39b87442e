import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toCsv } from "./csv.ts";
import { type DataColumn, DataTable } from "./data-table.tsx";
import { ToastProvider } from "./toast.tsx";

interface Row {
  id: string;
  name: string;
  size: number | undefined;
}
const rows: Row[] = [
  { id: "1", name: "beta", size: 2 },
  { id: "2", name: "alpha", size: undefined },
  { id: "3", name: "gamma", size: 10 },
];
const columns: DataColumn<Row>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, text: (row) => row.name, sort: (row) => row.name },
  {
    id: "size",
    header: "Size",
    align: "end",
    cell: (row) => row.size ?? "–",
    text: (row) => String(row.size ?? ""),
    sort: (row) => row.size,
  },
  { id: "note", header: "Note", hidden: true, cell: () => "note", text: () => "=SUM(1)" },
];
const table = (props: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) => (
  <ToastProvider>
    <DataTable label="Some orders" tableId="t" columns={columns} rows={rows} rowId={(row) => row.id} {...props} />
  </ToastProvider>
);
const names = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).queryAllByRole("cell")[0]?.textContent);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("a table of data", () => {
  it("sorts by a header, says so, and puts missing values last either way", () => {
    render(table());
    expect(names()).toEqual(["beta", "alpha", "gamma"]);
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(names()).toEqual(["alpha", "beta", "gamma"]);
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(screen.getByRole("button", { name: "Size" }));
    const first = names();
    fireEvent.click(screen.getByRole("button", { name: "Size" }));
    expect([first.at(-1), names().at(-1)]).toEqual(["alpha", "alpha"]);
    expect(first[0]).not.toBe(names()[0]);
  });

  it("remembers its order and columns", () => {
    const { unmount } = render(table());
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    unmount();
    render(table());
    expect(names()).toEqual(["alpha", "beta", "gamma"]);
  });

  it("starts anew when what it remembered is broken", () => {
    localStorage.setItem("proofdesk.table.t", '{"sorting":1}');
    render(table({ initialSort: { id: "name", desc: true } }));
    expect(names()).toEqual(["gamma", "beta", "alpha"]);
  });

  it("shows and hides columns", async () => {
    render(table());
    expect(screen.queryByRole("columnheader", { name: "Note" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Columns" }));
    fireEvent.click(await screen.findByRole("checkbox", { name: "Note" }));
    await waitFor(() => expect(screen.getByRole("columnheader", { name: "Note", hidden: true })).toBeTruthy());
  });

  it("walks by keys, activates and marks the selected row", async () => {
    const activate = vi.fn();
    render(
      table({
        onRowActivate: activate,
        selectedId: "2",
        rowActions: (row) => <button type="button">{`Cancel ${row.id}`}</button>,
      }),
    );
    const all = screen.getAllByRole("row").slice(1);
    expect(all.map((row) => row.tabIndex)).toEqual([0, -1, -1]);
    expect(all[1]?.getAttribute("aria-selected")).toBe("true");
    all[0]?.focus();
    fireEvent.keyDown(all[0]!, { key: "ArrowDown" });
    await waitFor(() => expect(document.activeElement).toBe(all[1]));
    fireEvent.keyDown(all[1]!, { key: "End" });
    await waitFor(() => expect(document.activeElement).toBe(all[2]));
    fireEvent.keyDown(all[2]!, { key: "PageUp" });
    fireEvent.keyDown(all[2]!, { key: "Enter" });
    expect(activate).toHaveBeenLastCalledWith(rows[2]);
    fireEvent.click(screen.getByRole("button", { name: "Cancel 1" }));
    expect(activate).toHaveBeenCalledTimes(1);
    fireEvent.click(all[0]!);
    expect(activate).toHaveBeenCalledTimes(2);
  });

  it("copies a row as text between tabs", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
    render(table());
    const row = screen.getAllByRole("row")[1]!;
    fireEvent.keyDown(row, { code: "KeyC", key: "c", ctrlKey: true });
    expect(writeText).toHaveBeenCalledWith("beta\t2");
    expect((await screen.findAllByText("Row copied")).length).toBeGreaterThan(0);
  });

  it("saves what it shows as CSV", async () => {
    let saved: Blob | undefined;
    let name = "";
    vi.stubGlobal("URL", {
      createObjectURL(blob: Blob) {
        saved = blob;
        return "blob:x";
      },
      revokeObjectURL() {},
    });
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      name = this.download;
    });
    render(table({ initialSort: { id: "name", desc: false } }));
    fireEvent.click(screen.getByRole("button", { name: "Download CSV" }));
    click.mockRestore();
    expect(name).toBe("some-orders.csv");
    expect(await saved?.text()).toBe("Name,Size\r\nalpha,\r\nbeta,2\r\ngamma,10\r\n");
  });

  it("keeps only what is in sight in the document when there are many rows, and still counts them all", () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ id: String(i), name: `n${i}`, size: i }));
    render(table({ rows: many, hideTools: true }));
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
    expect(document.querySelectorAll("tbody tr").length).toBeLessThan(200);
  });

  it("says when it is empty", () => {
    render(table({ rows: [], empty: "Nothing yet." }));
    expect(screen.getByText("Nothing yet.")).toBeTruthy();
  });
});

describe("CSV", () => {
  it("quotes what needs quoting and disarms formulas but not negative numbers", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          ["x,y", 'say "hi"'],
          ["=SUM(1)", "-12.5"],
          ["@x", "+1%"],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""hi"""\r\n\'=SUM(1),-12.5\r\n\'@x,+1%\r\n');
  });
});
