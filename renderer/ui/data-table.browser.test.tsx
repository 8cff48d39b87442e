import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../theme/tokens.css";
import "../theme/base.css";
import { loadMessages } from "../i18n/t.ts";
import { type DataColumn, DataTable } from "./data-table.tsx";
import { uiMessages } from "./messages.ts";
import { Money } from "./money.tsx";
import { Size } from "./size.tsx";

loadMessages(uiMessages);
beforeEach(() => localStorage.clear());
afterEach(cleanup);

interface Row {
  readonly id: string;
  readonly size: string;
  readonly value: string;
}
const large: Row = { id: "1", size: "123456789012.12345678", value: "-999999999999999.99" };
const small: Row = { id: "2", size: "0.5", value: "12" };
const columns: readonly DataColumn<Row>[] = [
  {
    id: "size",
    header: "Size",
    align: "end",
    width: 68,
    cell: (row) => <Size value={row.size} increment="0.00000001" />,
    text: (row) => row.size,
  },
  {
    id: "value",
    header: "Value",
    align: "end",
    width: 92,
    cell: (row) => <Money value={row.value} />,
    text: (row) => row.value,
  },
];

test("a number that its column cuts is whole in the cell’s title; one that is in sight needs none", async () => {
  await page.viewport(200, 200);
  render(<DataTable label="Orders" tableId="t" columns={columns} rows={[large, small]} rowId={(row) => row.id} />);
  const titles: string[] = [];
  for (const cell of screen.getAllByRole("cell")) {
    await userEvent.hover(cell);
    titles.push(cell.title);
  }
  expect(titles).toEqual(["123,456,789,012.12345678", "−999,999,999,999,999.99", "", ""]);
});

test("no column of numbers stands half behind the actions of its row until the person moves or resizes one", async () => {
  await page.viewport(300, 200);
  render(
    <DataTable
      label="Orders"
      tableId="t"
      columns={[...columns, ...columns.map((column) => ({ ...column, id: `${column.id}2` }))]}
      rows={[small]}
      rowId={(row) => row.id}
      rowActions={() => <button type="button">Close</button>}
    />,
  );
  const partly = (): number =>
    screen.getAllByRole("cell").filter((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      const edge = (screen.getByRole("button", { name: "Close" }).closest("td") as Element).getBoundingClientRect()
        .left;
      return left < edge - 1 && right > edge + 1;
    }).length;
  await expect.poll(partly).toBe(0);
  await page.viewport(340, 200);
  await expect.poll(partly).toBe(0);
});
