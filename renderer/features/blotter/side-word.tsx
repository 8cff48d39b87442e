import type { Side } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import styles from "./blotter.module.css";

/** Buy or Sell as a word in the colour of its side. */
export function SideWord({ side }: { side: Side }) {
  return <span className={styles[side]}>{t(`blotter.side.${side}`)}</span>;
}
