import { codesOf } from "../../../shared/model/rule-codes.ts";

/** The rules of the gate that ask what the firm asks: under a preset each of them judges, without one none. */
export const firmRules = codesOf(["RISK-045..RISK-051"]);

export const isFirmRule = (code: string): boolean => firmRules.includes(code);
