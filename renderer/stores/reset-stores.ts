import { useDeskClock } from "../ui/desk-clock.ts";
import { useAccount } from "./account.ts";
import { useActivity } from "./activity.ts";
import { useAppearance } from "./appearance.ts";
import { useConnection } from "./connection.ts";
import { useDeskState } from "./desk.ts";
import { useFills } from "./fills.ts";
import { useFirm } from "./firm.ts";
import { useOrders } from "./orders.ts";
import { usePositions } from "./positions.ts";
import { useQuotes } from "./quotes.ts";
import { useRisk } from "./risk.ts";
import { useSelection } from "./selection.ts";
import { useTraders } from "./traders.ts";

/** Puts every store back to its first state, as when the page opens. */
export function resetStores(): void {
  useAccount.setState(useAccount.getInitialState(), true);
  useActivity.setState(useActivity.getInitialState(), true);
  useAppearance.setState(useAppearance.getInitialState(), true);
  useConnection.setState(useConnection.getInitialState(), true);
  useDeskClock.setState(useDeskClock.getInitialState(), true);
  useDeskState.setState(useDeskState.getInitialState(), true);
  useFirm.setState(useFirm.getInitialState(), true);
  useFills.setState(useFills.getInitialState(), true);
  useOrders.setState(useOrders.getInitialState(), true);
  usePositions.setState(usePositions.getInitialState(), true);
  useQuotes.setState(useQuotes.getInitialState(), true);
  useRisk.setState(useRisk.getInitialState(), true);
  useSelection.setState(useSelection.getInitialState(), true);
  useTraders.setState(useTraders.getInitialState(), true);
}
