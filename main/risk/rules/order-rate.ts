import type { Rule } from "../rule.ts";

export const orderRate: Rule = {
  code: "RISK-003",
  name: "Order rate",
  text: "At most so many orders and amendments in any second of engine time; cancels never count.",
  setting: "risk.maxOrdersPerSecond",
  validity: false,
  measure({ limits, recentOrders }) {
    const most = limits.maxOrdersPerSecond;
    const observed = recentOrders + 1;
    const passes = observed <= most;
    return {
      passes,
      maxSize: passes ? null : 0n,
      word: () => ({
        observed: `${observed}`,
        limit: `${most}`,
        headroom: `${most - observed}`,
        text: `Order ${observed} of at most ${most} within one second`,
      }),
    };
  },
};
