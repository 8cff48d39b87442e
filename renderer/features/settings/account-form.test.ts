import { describe, expect, it } from "vitest";
import { PaperAccountSettings } from "../../../shared/model/settings.ts";
import { type AccountForm, accountToForm, readAccount } from "./account-form.ts";

const usual = PaperAccountSettings.parse({});
const form: AccountForm = { ...accountToForm(usual), name: "hedged" };

describe("the account of a new profile", () => {
  it("is read back as it was shown", () => {
    expect(readAccount(form)).toEqual({ ok: true, name: "hedged", account: usual });
  });

  it("takes a conversion as a rate or as the instrument whose price it is", () => {
    const conversions = [
      { from: "GBP", to: "USD", worth: " 1.25 " },
      { from: "CHF", to: "USD", worth: "paper:CHF/USD" },
    ];
    const read = readAccount({ ...form, conversions });
    expect(read.ok && read.account.terms.conversions).toEqual([
      { from: "GBP", to: "USD", rate: "1.25" },
      { from: "CHF", to: "USD", instrumentId: "paper:CHF/USD" },
    ]);
  });

  it.each([
    [{ name: "" }, "name", "settings.problem.name"],
    [{ name: "../other" }, "name", "settings.problem.name"],
    [{ currency: "U S D" }, "currency", "settings.problem.currency"],
    [{ cash: "0" }, "cash", "settings.problem.decimal"],
    [{ leverage: "-1" }, "leverage", "settings.problem.decimal"],
    [{ dayStartsAt: "24:00" }, "dayStartsAt", "settings.problem.time"],
    [{ conversions: [{ from: "GBP", to: "USD", worth: "" }] }, "conversions", "settings.problem.conversion"],
    [{ conversions: [{ from: "GBP", to: "USD", worth: "0" }] }, "conversions", "settings.problem.conversion"],
    [{ conversions: [{ from: "USD", to: "USD", worth: "1" }] }, "conversions", "settings.problem.conversion"],
  ] as const)("says what is wrong with %j", (change, field, problem) => {
    const read = readAccount({ ...form, ...change });
    expect(read.ok ? [] : [...read.problems]).toEqual([[field, problem]]);
  });
});
