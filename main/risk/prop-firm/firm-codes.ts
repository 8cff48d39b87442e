const codes = /^RISK-0(4[5-9]|5[01])$/;

/** Whether a rule of the gate asks what the firm asks: under a preset each of them judges, without one none. */
export const isFirmRule = (code: string): boolean => codes.test(code);
