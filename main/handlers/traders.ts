import { z } from "zod";
import type { StrategyInfo, StrategyParameter, tradersContract } from "../../shared/contract/traders.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { TraderView } from "../../shared/model/trader.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import { strategies } from "../strategy/registry.ts";
import type { Strategy } from "../strategy/strategy.ts";
import type { DeskContext } from "./desk-context.ts";
import { personOf } from "./person.ts";
import { emitWhenChanged, every } from "./subscription.ts";

export const tradersHandlers: Handlers<typeof tradersContract, DeskContext> = {
  listStrategies: (_input, { context }) => ({
    strategies: strategies.map((strategy) => withPassingSize(describe(strategy), context)),
  }),
  startTrader({ name, strategy, params, instrumentIds }, { context, role }) {
    const { traderId } = context.traders.start({ name, strategy, params, instrumentIds }, personOf(role));
    context.wake();
    return { traderId };
  },
  restartTrader({ traderId }, { context, role }) {
    const { name, strategy, params, instrumentIds } = findTrader(context, traderId);
    context.traders.start({ name, strategy, params, instrumentIds }, personOf(role));
    context.wake();
    return {};
  },
  stopTrader({ traderId, reason }, { context, role }) {
    context.traders.stop(traderId, personOf(role), reason);
    return {};
  },
  traders(_params, emit, { context }) {
    const show = emitWhenChanged(emit, (trader) => trader.traderId);
    const stopTimer = every(500, () => context.traders.list().forEach(show));
    const stopChanges = context.traders.subscribe(show);
    return () => {
      stopTimer();
      stopChanges();
    };
  },
};

function findTrader(context: DeskContext, traderId: string): TraderView {
  const trader = context.traders.list().find((one) => one.traderId === traderId);
  if (trader) return trader;
  throw new Fault("TRADER-UNKNOWN", "validation", `There is no trader ${traderId}.`, "Look at the list of traders.");
}

function describe(strategy: Strategy): StrategyInfo {
  const schema = z.toJSONSchema(strategy.params, { io: "input" }) as { properties?: Record<string, ParameterSchema> };
  const parameters = Object.entries(schema.properties ?? {}).map(([name, property]) => parameter(name, property));
  return { name: strategy.name, title: strategy.title, text: strategy.description, parameters };
}

/** Suggests the largest round share of equity that the gate's limit lets pass: a first trader should not be denied. */
function withPassingSize(info: StrategyInfo, context: DeskContext): StrategyInfo {
  const limit = Number(context.settings.get().risk.maxNotionalPerOrder ?? Number.POSITIVE_INFINITY);
  const share = Math.floor((limit / Number(context.engine.account().equity)) * 20) / 20;
  if (!(share > 0 && share < 0.95)) return info;
  const parameters = info.parameters.map((one) =>
    one.initial.startsWith("equity:") ? { ...one, initial: `equity:${share}` } : one,
  );
  return { ...info, parameters };
}

interface ParameterSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
}

function parameter(name: string, schema: ParameterSchema): StrategyParameter {
  const common = { name, initial: String(schema.default ?? ""), text: schema.description ?? "" };
  if (schema.enum) return { ...common, kind: "choice", choices: [...schema.enum] };
  if (schema.type === "integer" || schema.type === "number") return { ...common, kind: schema.type };
  return { ...common, kind: "text" };
}
