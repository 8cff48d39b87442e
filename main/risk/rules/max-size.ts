import { formatFixed } from "../../../shared/model/fixed.ts";
import { sizeLimitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";

export const maxSize: Rule = {
  code: "RISK-011",
  name: "Largest size",
  text: "One order, with what an amended one has filled, may have at most so many units of its instrument.",
  setting: "risk.maxSizePerOrder",
  silent: "unset",
  validity: false,
  measure({ intent, view, limits, size, filled }) {
    const sizes = limits.maxSizePerOrder;
    const limit = sizes?.[intent.instrumentId] ?? sizes?.["*"];
    if (limit === undefined) return off;
    const { sizeDigits } = view.scale;
    const most = sizeLimitUnits(limit, sizeDigits);
    const all = filled === 0n ? size : size + filled;
    const passes = all <= most;
    return {
      passes,
      maxSize: most > filled ? most - filled : 0n,
      word() {
        const observed = formatFixed(all, sizeDigits);
        const headroom = formatFixed(most - all, sizeDigits);
        return { observed, limit, headroom, text: `${observed} units of at most ${limit} per order` };
      },
    };
  },
};
