import { basename } from "node:path";

const quoteCurrencies = "FDUSD USDT USDC BUSD TUSD DAI USD EUR GBP JPY CHF AUD CAD NZD BTC ETH BNB TRY BRL".split(" ");

/** Letters of the longest ticker: a longer first word that is no pair is the name of a recorder. */
const tickerLetters = 5;

/**
 * The symbol a file's name begins with: `BTCUSDT_1m_2024.csv.gz` → `BTC/USDT`, `eth-usd.csv` → `ETH/USD`,
 * `EURUSD_1h.csv` → `EUR/USD`, `AAPL_1d.csv` → `AAPL`. A word of six letters or more that ends in a known quote currency
 * is a pair; shorter ones are tickers. Where the first word is too long for a ticker, a later pair is the symbol:
 * `recorder_btcusdt-trades.csv` → `BTC/USDT`.
 */
export function symbolOfFile(file: string): string {
  const name = basename(file)
    .replace(/\.(gz|csv|txt|tsv)\b.*$/i, "")
    .toUpperCase();
  const words = name.split(/[^A-Z0-9]+/).filter((word) => word !== "");
  const [first = "", second = ""] = words;
  if (first === "") return "UNKNOWN";
  if (quoteCurrencies.includes(second) && first !== second) return `${first}/${second}`;
  const later = first.length > tickerLetters ? words.flatMap((word) => pairOf(word) ?? [])[0] : undefined;
  return pairOf(first) ?? later ?? first;
}

function pairOf(word: string): string | undefined {
  if (word.length < 6) return undefined;
  const quote = quoteCurrencies.find((code) => word.endsWith(code) && word.length - code.length >= 2);
  return quote && `${word.slice(0, -quote.length)}/${quote}`;
}
