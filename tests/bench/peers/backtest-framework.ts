import { basename, join } from "node:path";
import type { BarColumns } from "../../../shared/model/market.ts";
import type { PlainRun } from "../plain-loop.ts";
import type { NodeContestant } from "./contestant.ts";
import { requirePeer } from "./peer-package.ts";
import { wantedSide } from "./wanted-side.ts";

interface Candle {
  readonly open: number;
  readonly close: number;
  readonly closeTime: number;
}
interface OrderBook {
  readonly boughtLong: boolean;
  readonly quoteAmount: number;
  readonly baseAmount: number;
}
interface Turn {
  readonly currentCandle: Candle;
  readonly orderBook: OrderBook;
  buy(order: { price: number; amount: number; percentFee: number }): Promise<void>;
  sell(order: { price: number }): Promise<void>;
}
interface Runner {
  run(options: object): Promise<{ readonly allOrders: readonly { readonly type: string }[] }>;
}

const helpers = "@backtest/framework/dist/src/helpers";
const minuteMs = 60_000;

/** What the strategy knows of the run it is in; the framework loads strategies from files and hands them nothing. */
let turnOf: (turn: Turn) => Promise<void> = async () => undefined;

/**
 * The strategy as the framework looks for it, by this file's name.
 * @public
 */
export async function runStrategy(turn: Turn): Promise<void> {
  await turnOf(turn);
}

export const backtestFramework: NodeContestant = {
  name: "backtest-framework",
  title: "@backtest/framework 1.1",
  packages: ["@backtest/framework"],
  agreement: { kind: "within", share: 1e-9 },
  orders: "buy and sell at once, stop, target",
  gate: false,
  journal: false,
  note:
    "Candles come from memory in place of its database; the strategy waits a bar itself and names the open as its price, " +
    "and gives a buy's fee as f / (1 + f), as it is taken out of what is bought; quantities are rounded doubles.",
  async open(bars, run) {
    const candles = candleObjects(bars);
    const last = candles[candles.length - 1];
    const metaCandles = [{ name: "bench", symbol: "BENCH", interval: "1m" }];
    candlesFromMemory(async () => ({ metaCandles, candles }));
    const { run: runBacktest } = requirePeer(`${helpers}/run-strategy.js`) as Runner;
    return async () => {
      const follow = follower(run);
      turnOf = follow.turn;
      const { allOrders } = await runBacktest({
        strategyName: basename(import.meta.filename, ".ts"),
        rootPath: import.meta.dirname,
        historicalData: ["bench"],
        supportHistoricalData: [],
        startingAmount: run.cash,
        startTime: candles[0]?.closeTime,
        endTime: last?.closeTime,
        params: {},
        percentFee: run.feeRate * 100,
        percentSlippage: 0,
      });
      const end = follow.end();
      // The framework sells what is open at the end by itself; the job leaves it open.
      const sells = allOrders.filter(({ type }) => type === "sell").length;
      return { trades: sells - (end.open ? 1 : 0), finalEquity: end.equity };
    };
  },
};

function follower(run: PlainRun): {
  turn(turn: Turn): Promise<void>;
  end(): { readonly equity: number; readonly open: boolean };
} {
  const wants = wantedSide(run);
  const percentFee = (100 * run.feeRate) / (1 + run.feeRate);
  let wanted = false;
  let equity = run.cash;
  let open = false;
  return {
    async turn({ currentCandle, orderBook, buy, sell }) {
      const price = currentCandle.open;
      if (wanted && !orderBook.boughtLong) {
        await buy({ price, amount: run.size * price * (1 + run.feeRate), percentFee });
      } else if (!wanted && orderBook.boughtLong) {
        await sell({ price });
      }
      equity = orderBook.quoteAmount + orderBook.baseAmount * currentCandle.close;
      open = orderBook.boughtLong;
      wanted = wants(currentCandle.close);
    },
    end: () => ({ equity, open }),
  };
}

function candleObjects({ length, openTime, open, high, low, close, volume }: BarColumns): Candle[] {
  return Array.from({ length }, (_, i) => ({
    symbol: "BENCH",
    interval: "1m",
    openTime: openTime[i] as number,
    open: open[i] as number,
    high: high[i] as number,
    low: low[i] as number,
    close: close[i] as number,
    volume: volume[i] as number,
    closeTime: (openTime[i] as number) + minuteMs - 1,
    assetVolume: 0,
    numberOfTrades: 0,
  }));
}

/** Its candles lie in a database whose driver fetches a program when it is installed: this takes that module's place. */
function candlesFromMemory(getCandles: () => Promise<object>): void {
  const file = requirePeer.resolve(join(helpers, "prisma-historical-data.js"));
  requirePeer.cache[file] = Object.assign(Object.create(null) as NodeJS.Module, {
    id: file,
    filename: file,
    loaded: true,
    exports: { getCandles },
  });
}
