import type { NodeContestant } from "./contestant.ts";

const described = {
  packages: [],
  agreement: { kind: "equal" },
  orders: "a state machine and a venue",
  gate: true,
} as const satisfies Partial<NodeContestant>;

// The engine is loaded when it is opened: its code is part of its memory and of nobody else's.
const loadJob = () => import("./proofdesk-job.ts");

export const proofdesk: NodeContestant = {
  ...described,
  name: "proofdesk",
  title: "Proofdesk",
  journal: false,
  note: "Engine, risk gate and paper venue of the desk, exact money; nothing is written.",
  async open(bars, run) {
    const { runJob } = await loadJob();
    return () => runJob(bars, run);
  },
};

export const proofdeskJournaled: NodeContestant = {
  ...described,
  name: "proofdesk-journaled",
  title: "Proofdesk, journaled",
  journal: true,
  note: "The same with every order event in the hash-chained journal on disk, timed until the last one is durable.",
  async open(bars, run) {
    const { runJournaledJob } = await loadJob();
    return () => runJournaledJob(bars, run);
  },
};
