import { create } from "zustand";
import { t } from "../i18n/t.ts";
import type { DeskClient } from "../transport/desk-client.ts";
import { faultText } from "../ui/fault-text.ts";

/** What the last press led to. Until the desk has answered, it is neither shut nor open: it is being checked. */
export type KillOutcome =
  | { readonly kind: "none" }
  | { readonly kind: "sending" }
  | { readonly kind: "shut"; readonly gateShutMs: number; readonly cancels: number }
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "refused"; readonly why: string };

export interface KillSwitchState {
  readonly open: boolean;
  readonly outcome: KillOutcome;
}

export const useKillSwitch = create<KillSwitchState>(() => ({ open: false, outcome: { kind: "none" } }));

/** Halts first, talks afterwards: the request leaves before the dialog is drawn. Pressing again sends it again. */
export async function pressKillSwitch(client: DeskClient, engaged: boolean): Promise<void> {
  if (engaged) {
    useKillSwitch.setState({ open: true });
    return;
  }
  const answer = client.call.engageKillSwitch({ reason: t("frame.kill.reason") });
  useKillSwitch.setState({ open: true, outcome: { kind: "sending" } });
  try {
    const { gateShutMs, cancelsRequested } = await answer;
    useKillSwitch.setState({ outcome: { kind: "shut", gateShutMs, cancels: cancelsRequested } });
  } catch (error) {
    const { title, unknownOutcome, code } = faultText(error);
    // Not even sent is no better than no answer: the gate may be open, and the page must not say otherwise.
    const lost = unknownOutcome || code === "RPC-CLOSED";
    useKillSwitch.setState({ outcome: lost ? { kind: "unconfirmed" } : { kind: "refused", why: title } });
  }
}
