import { basename } from "node:path";

const quoteCurrencies = "FDUSD USDT USDC BUSD TUSD DAI USD EUR GBP JPY CHF AUD CAD NZD BTC ETH BNB TRY BRL".split(" ");

/**
 * The symbol a file's name begins with: `BTCUSDT_1m_2024.csv.gz` → `BTC/USDT`, `eth-usd.csv` → `ETH/USD`,
 * `EURUSD_1h.csv` → `EUR/USD`, `AAPL_1d.csv` → `AAPL`. A word of six letters or more that ends in a known quote currency
 * is a pair; shorter ones are tickers.
 */
export function symbolOfFile(file: string): string {
  const name = basename(file)
    .replace(/\.(gz|csv|txt|tsv)\b.*$/i, "")
    .toUpperCase();
  const [first = "", second = ""] = name.split(/[^A-Z0-9]+/).filter((word) => word !== "");
  if (first === "") return "UNKNOWN";
  if (quoteCurrencies.includes(second) && first !== second) return `${first}/${second}`;
  const quote =
    first.length >= 6
      ? quoteCurrencies.find((code) => first.endsWith(code) && first.length - code.length >= 2)
      : undefined;
  return quote ? `${first.slice(0, -quote.length)}/${quote}` : first;
}
