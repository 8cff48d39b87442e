import { positionKey, type tradingContract } from "../../shared/contract/trading.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import { moveToBreakEven } from "./break-even.ts";
import type { DeskContext } from "./desk-context.ts";
import { cancelWorking, closePosition, flatten } from "./flatten.ts";
import { personOf } from "./person.ts";
import { previewOrder } from "./preview-order.ts";
import { emitWhenChanged, every } from "./subscription.ts";

const valuesMs = 250;
const snapshotOrders = 500;

export const tradingHandlers: Handlers<typeof tradingContract, DeskContext> = {
  previewOrder: (request, { context }) => previewOrder(context, request),
  submitOrder(request, { context, role }) {
    const result = context.engine.submit(request, personOf(role), "order ticket");
    context.wake();
    return result;
  },
  submitGroup({ kind, orders }, { context, role }) {
    const results = context.engine.submitGroup(kind, orders, personOf(role), "order ticket");
    context.wake();
    return { orders: results };
  },
  amendOrder({ orderId, ...change }, { context, role }) {
    const verdict = context.engine.amend(orderId, change, personOf(role), "changed by hand");
    context.wake();
    return verdict;
  },
  cancelOrder({ orderId }, { context, role }) {
    context.engine.cancel(orderId, personOf(role), "canceled by hand");
    context.wake();
    return {};
  },
  cancelAllOrders: (_input, { context }) => ({ requested: cancelWorking(context, "cancel all") }),
  closePosition: async ({ instrumentId, positionSide }, { context }) => ({
    orderIds: await closePosition(context, instrumentId, positionSide, "close position"),
  }),
  moveToBreakEven: (holding, { context, role }) => moveToBreakEven(context, holding, role),
  flatten: (_input, { context }) => flatten(context),
  orders(_params, emit, { context }) {
    for (const order of context.engine.orders(snapshotOrders).toReversed()) emit(order);
    return context.engine.subscribe({ onOrder: emit });
  },
  fills(_params, emit, { context }) {
    for (const fill of context.engine.fills(snapshotOrders).toReversed()) emit(fill);
    return context.engine.subscribe({ onFill: emit });
  },
  positions(_params, emit, { context }) {
    const show = emitWhenChanged(emit, positionKey);
    const showAll = (): void => context.engine.positions().forEach(show);
    return both(every(valuesMs, showAll), context.engine.subscribe({ onPosition: showAll }));
  },
  account(_params, emit, { context }) {
    const show = emitWhenChanged(emit, (account) => account.accountId);
    const showNow = (): void => show(context.engine.account());
    return both(every(valuesMs, showNow), context.engine.subscribe({ onFill: showNow }));
  },
};

function both(one: () => void, other: () => void): () => void {
  return () => {
    one();
    other();
  };
}
