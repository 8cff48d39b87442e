import type { Instrument } from "../../shared/model/instrument.ts";
import { formatSize } from "./format/format-size.ts";

/** A size with the instrument's precision and unit: "0.25 BTC". */
export function sizeWords(size: string, instrument: Instrument | undefined): string {
  return instrument ? `${formatSize(size, instrument.sizeIncrement)} ${instrument.baseCurrency}` : size;
}
