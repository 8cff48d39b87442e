import { expect, test } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import { RpcFault, rpcFailure } from "../../shared/rpc/failure.ts";
import { faultText } from "./fault-text.ts";

test("a fault says what happened, what to do, and its code", () => {
  expect(faultText(new Fault("RISK-001", "risk", "The order is too large.", "Send a smaller one."))).toEqual({
    code: "RISK-001",
    title: "The order is too large.",
    text: "Send a smaller one. (RISK-001)",
    line: "The order is too large. Send a smaller one. (RISK-001)",
    unknownOutcome: false,
  });
});

test("what happened ends before what to do begins", () => {
  const line = (message: string): string => faultText(new Fault("X", "risk", message, "Do that.")).line;
  expect(line("the file is cut short")).toBe("the file is cut short. Do that. (X)");
  expect(line("Is it there?")).toBe("Is it there? Do that. (X)");
});

test("the outcome is open only where nobody answered", () => {
  const lost = "The connection closed while it was open.";
  const open = (code: Parameters<typeof rpcFailure>[0], message: string) =>
    faultText(new RpcFault(rpcFailure(code, message))).unknownOutcome;
  expect(open("RPC-TIMEOUT", "x")).toBe(true);
  expect(open("RPC-CLOSED", lost)).toBe(true);
  expect(open("RPC-CLOSED", "x was not sent: closed")).toBe(false);
  expect(open("RPC-INPUT", "x")).toBe(false);
});

test("what is no fault is a bug of the page, in its own words", () => {
  expect(faultText("odd")).toMatchObject({ code: "PAGE-BUG", title: "odd", unknownOutcome: false });
  expect(faultText(new TypeError("x is undefined")).line).toBe("x is undefined (PAGE-BUG)");
});
