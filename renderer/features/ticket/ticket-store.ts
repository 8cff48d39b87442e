import { create } from "zustand";
import { advance, type Submission, type SubmissionEvent } from "./submission.ts";
import { editDraft, emptyDraft, type TicketDraft } from "./ticket-draft.ts";

/** The ticket outlives its panel, so that docking it elsewhere loses neither a draft nor an unanswered order. */
export interface TicketState {
  readonly instrumentId: string | null;
  readonly draft: TicketDraft;
  readonly submission: Submission;
  /** Turns the ticket to another instrument: amounts and prices of the last one would be wrong, so they go. */
  readonly turnTo: (instrumentId: string | null) => void;
  readonly edit: (change: Partial<TicketDraft>) => void;
  readonly clear: () => void;
  readonly dispatch: (event: SubmissionEvent) => void;
}

export const useTicket = create<TicketState>()((set, get) => ({
  instrumentId: null,
  draft: emptyDraft,
  submission: { phase: "idle" },
  turnTo: (instrumentId) => {
    if (get().instrumentId === instrumentId) return;
    const prices = {
      limitPrice: "",
      triggerPrice: "",
      trailingOffset: "",
      stopPrice: "",
      targetPrice: "",
      otherPrice: "",
    };
    const cleared = { amount: "", ...prices, reduceOnly: false, positionSide: "auto", paired: false } as const;
    set(({ draft }) => ({ instrumentId, draft: { ...draft, ...cleared } }));
  },
  // Typing the next order puts the last one's good news away; bad and missing answers stay until they are read.
  edit: (change) =>
    set(({ draft, submission }) => ({
      draft: editDraft(draft, change),
      submission: submission.phase === "accepted" ? advance(submission, { kind: "cleared" }) : submission,
    })),
  clear: () =>
    set(({ draft, submission }) => ({
      draft: { ...emptyDraft, side: draft.side, type: draft.type, sizeBy: draft.sizeBy },
      // Esc must not wipe the only sign of an order whose answer is missing.
      submission: submission.phase === "unconfirmed" ? submission : advance(submission, { kind: "cleared" }),
    })),
  dispatch: (event) => set(({ submission }) => ({ submission: advance(submission, event) })),
}));
