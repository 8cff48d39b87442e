import type { BarColumns } from "../../../shared/model/market.ts";
import type { PlainRun } from "../plain-loop.ts";
import type { NodeContestant, PeerResult } from "./contestant.ts";
import { importPeer } from "./peer-package.ts";
import { wantedSide } from "./wanted-side.ts";

interface Bar {
  readonly time: Date;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
interface RuledBar extends Bar {
  readonly wanted: boolean;
}
interface Frame<Row> {
  toArray(): Row[];
}
interface Trade {
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly exitReason: string;
}
interface Strategy {
  prepIndicators(args: { readonly inputSeries: Frame<Bar> }): Frame<RuledBar>;
  entryRule(enter: () => void, args: { readonly bar: RuledBar }): void;
  exitRule(exit: () => void, args: { readonly bar: RuledBar }): void;
}
interface Grademark {
  backtest(strategy: Strategy, input: Frame<Bar>): Trade[];
}
interface DataForge {
  readonly DataFrame: new <Row>(rows: readonly Row[]) => Frame<Row>;
}

export const grademark: NodeContestant = {
  name: "grademark",
  title: "grademark 0.3",
  packages: ["grademark", "data-forge", "chai"],
  agreement: { kind: "blind-on-fills" },
  orders: "enter, exit, stop, target",
  gate: false,
  journal: false,
  note: "It asks no rule on the bar of a fill, so it turns a bar later there; fee and equity are folded from its trades.",
  async open(bars, run) {
    const { DataFrame } = await importPeer<DataForge>("data-forge");
    const { backtest } = await importPeer<Grademark>("grademark");
    const input = new DataFrame(barObjects(bars));
    return () => {
      const wants = wantedSide(run);
      const trades = backtest(
        {
          // Written out because a spread is slower, and the peer is to be seen at its best.
          prepIndicators: ({ inputSeries }) =>
            new DataFrame(
              inputSeries.toArray().map(({ time, open, high, low, close, volume }) => {
                return { time, open, high, low, close, volume, wanted: wants(close) };
              }),
            ),
          entryRule(enter, { bar }) {
            if (bar.wanted) enter();
          },
          exitRule(exit, { bar }) {
            if (!bar.wanted) exit();
          },
        },
        input,
      );
      return booked(trades, run);
    };
  },
};

function barObjects({ length, openTime, open, high, low, close, volume }: BarColumns): Bar[] {
  return Array.from({ length }, (_, i) => ({
    time: new Date(openTime[i] as number),
    open: open[i] as number,
    high: high[i] as number,
    low: low[i] as number,
    close: close[i] as number,
    volume: volume[i] as number,
  }));
}

/** A position that is open at the end is worth its last close and has paid for its entry alone. */
function booked(trades: readonly Trade[], { cash, size, feeRate }: PlainRun): PeerResult {
  let finalEquity = cash;
  let ended = 0;
  for (const { entryPrice, exitPrice, exitReason } of trades) {
    const left = exitReason === "finalize";
    finalEquity += size * (exitPrice - entryPrice) - size * feeRate * (entryPrice + (left ? 0 : exitPrice));
    if (!left) ended += 1;
  }
  return { trades: ended, finalEquity };
}
