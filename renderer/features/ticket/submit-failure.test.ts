import { describe, expect, it } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { type RpcCode, RpcFault, rpcFailure } from "../../../shared/rpc/failure.ts";
import { submitFailure } from "./submit-failure.ts";

describe("an error after sending", () => {
  it.each<[RpcCode, "refused" | "lost"]>([
    ["RPC-INPUT", "refused"],
    ["RPC-FORBIDDEN", "refused"],
    ["RPC-BUSY", "refused"],
    ["RPC-TIMEOUT", "lost"],
    ["RPC-CLOSED", "lost"],
    ["RPC-OUTPUT", "lost"],
    ["RPC-BUG", "lost"],
  ])("%s means %s", (code, kind) => {
    expect(submitFailure(new RpcFault(rpcFailure(code, "what happened"))).kind).toBe(kind);
  });

  it("takes a validation fault of the desk as a refusal and a venue fault as not known", () => {
    expect(submitFailure(new Fault("ORDER-001", "validation", "no", "fix it"))).toEqual({
      kind: "refused",
      refusal: { code: "ORDER-001", message: "no", remedy: "fix it" },
    });
    expect(submitFailure(new Fault("VENUE-TIMEOUT", "venue", "no answer", "wait")).kind).toBe("lost");
  });

  it("takes anything it does not know as not known", () => {
    expect(submitFailure("boom")).toEqual({ kind: "lost", reason: "boom" });
  });
});
