import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { clearAnswers } from "../../shared/model/clear-answers.ts";
import { firmRules } from "./prop-firm/firm-codes.ts";
import { ruleRows } from "./recorded-rows.ts";
import { rules } from "./rules/registry.ts";

const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

test("what signed records say by a rule's code alone stays what it was", () => {
  const verdict = {
    orderId: "o",
    outcome: "approved" as const,
    maxPassingSize: "1",
    rows: [],
    clear: [...clearAnswers.keys()],
  };
  const said = [false, true].map((reducing) =>
    ruleRows({ type: "risk.judged", data: { ...verdict, reducing } })?.map(
      ({ code, outcome, observed, limit, text }) => [code, outcome, observed, limit, text],
    ),
  );
  expect(said[1]).toContainEqual(["RISK-042", "exempt", "0", "0", "No circuit breaker has tripped"]);
  expect(hashOf(said)).toBe("d064d7ae4c00d6e70cd5efd5b8349c0c3c90b5228fbcb801713ce716bfe0c9e1");
  // Whoever changes a setting's name here changes what older rows say of it.
  expect(hashOf(rules.slice(0, 52).map(({ code, setting }) => [code, setting]))).toBe(
    "f43e905eaae9115b661189ed645003268685d17f45d4956891fc27be351d5065",
  );
});

test("the rules of a firm are those that are silent without one", () => {
  expect(rules.filter(({ silent }) => silent === "without firm").map(({ code }) => code)).toEqual(firmRules);
});
