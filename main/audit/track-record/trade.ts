/** A correction of a fill that belongs to a trade: what it changed, and the event that says so. */
export interface TradeCorrection {
  readonly seq: number;
  readonly kind: "busted" | "corrected";
  /** Change of the trade's result, decimal text. */
  readonly pnl: string;
}

/** Money in the account's own currency, decimal text. */
export interface TradeMoney {
  readonly pnl: string;
  readonly fees: string;
  readonly funding: string;
  /** pnl - fees + funding. */
  readonly net: string;
}

/**
 * From flat to flat in one position, of its fills as they stand after every bust, correction and split. Amounts are decimal
 * text in the instrument's currency, times are RFC 3339.
 */
export interface Trade {
  readonly id: number;
  readonly instrumentId: string;
  readonly side: "long" | "short";
  /** Everything that was opened, after a split in new units; 0 where all of it was taken back. */
  readonly size: string;
  /** The venue's time of its first fill. */
  readonly entryAt: string;
  /** Average over the opening fills, rounded half to even to twelve places. */
  readonly entryPrice: string;
  /** The venue's time of its last fill, or when all of it had been taken back; `null` while the position is open. */
  readonly exitAt: string | null;
  readonly exitPrice: string | null;
  /** What the sums are in: the instrument's currency, under the account's own name where it is declared at par. */
  readonly currency: string;
  /** Result of what is closed, before fees and funding, as the position's realised PnL tells it. */
  readonly pnl: string;
  readonly fees: string;
  /** Funding received less funding paid while it was open. */
  readonly funding: string;
  /** pnl - fees + funding. */
  readonly net: string;
  /** Fees paid, with a minus, and funding got in other currencies than `currency`. */
  readonly others: readonly { readonly currency: string; readonly amount: string }[];
  /** All of it in the account's currency at rates that the record declares; `null` where it declares none for `currency`. */
  readonly account: TradeMoney | null;
  /** Other currencies without a recorded rate: what was paid in them is not in `account`. */
  readonly leftOut: readonly string[];
  /** Prices of the exits that the entry brought with it. */
  readonly stopLoss: string | null;
  readonly takeProfit: string | null;
  /** How far the price went against and in favour of it. */
  readonly adverse: string | null;
  readonly favorable: string | null;
  readonly entryOrderId: string;
  readonly exitOrderId: string | null;
  /** The events of its first and its last fill. */
  readonly openSeq: number;
  readonly closeSeq: number | null;
  /** All of its fills were taken back: it counts for nothing. */
  readonly busted: boolean;
  readonly corrections: readonly TradeCorrection[];
}

/** One order as the journal tells it. */
export interface OrderRecord {
  readonly orderId: string;
  readonly instrumentId: string;
  readonly side: "buy" | "sell";
  readonly type: string;
  readonly size: string;
  readonly limitPrice: string | null;
  readonly triggerPrice: string | null;
  readonly role: string | null;
  readonly reduceOnly: boolean;
  /** The last event of its life, without `order.`; `canceled` where one of the fills that had filled it was taken back. */
  readonly status: string;
  readonly createdAt: string;
  readonly filledAt: string | null;
  readonly canceledAt: string | null;
  readonly triggeredAt: string | null;
  readonly filledSize: string;
  readonly averagePrice: string | null;
  /** Whether its first fill opened or added to a position. */
  readonly opens: boolean | null;
  readonly reason: string;
  readonly openSeq: number;
  readonly lastSeq: number;
}

/** What a prop firm's guard wrote down of one trading day. Money is decimal text, of the firm's own account. */
export interface FirmDay {
  /** Floors at the last mark of the day; `null` where the firm has none, or no mark tells it. */
  readonly dailyFloor: string | null;
  readonly maxFloor: string | null;
  /** The least that equity, as the firm measures it, was above the floor of the moment; below zero where it was crossed. */
  readonly dailyHeadroom: string | null;
  readonly maxHeadroom: string | null;
  /** Limits that were broken, with the events that say so. */
  readonly breaches: readonly { readonly rule: string; readonly effect: string; readonly seq: number }[];
}

/** Sums of one currency, decimal text. */
export interface CurrencySums {
  readonly currency: string;
  readonly pnl: string;
  readonly fees: string;
  readonly funding: string;
  readonly transfers: string;
}

/** One trading day of the account. Money is decimal text in the account's currency. */
export interface DayRecord {
  /** Local date the day begins on, `YYYY-MM-DD`. */
  readonly date: string;
  readonly openBalance: string;
  readonly closeBalance: string;
  /** Lowest and highest equity that the journal holds of the day; `null` where it holds none. */
  readonly minEquity: string | null;
  readonly maxEquity: string | null;
  readonly pnl: string;
  readonly fees: string;
  readonly funding: string;
  readonly transfers: string;
  readonly net: string;
  /** What was booked in currencies that the record declares no rate for: it is in no other sum. */
  readonly leftOut: readonly CurrencySums[];
  /** Trades that were closed on the day, and what they made; best and worst of those with a sum in the account's currency. */
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly best: string | null;
  readonly worst: string | null;
  /** `null` on an account without a firm's rules. */
  readonly firm: FirmDay | null;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What a journal says of the account's trading, oldest first. */
export interface TradeHistory {
  readonly accountId: string;
  readonly currency: string;
  /** What the account was opened with. */
  readonly funded: string;
  /** IANA zone and local time at which the account's trading day begins. */
  readonly dayZone: string;
  readonly dayStartsAt: string;
  readonly trades: readonly Trade[];
  readonly orders: readonly OrderRecord[];
  readonly days: readonly DayRecord[];
  /** Time of the last event of an order or of the account, RFC 3339; empty where there is none. */
  readonly lastAt: string;
}
