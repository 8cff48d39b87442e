import type { FirmStanding, propFirmContract } from "../../shared/contract/prop-firm.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { FirmDayPoint } from "../../shared/model/prop-firm-report.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import type { FirmDesk } from "./firm-desk.ts";
import { personOf } from "./person.ts";
import { emitWhenChanged, every } from "./subscription.ts";

const reportEveryMs = 500;
/** The day's picture gains a moment a minute. */
const dayEveryMs = 5000;

export const firmHandlers: Handlers<typeof propFirmContract, DeskContext> = {
  firm(_params, emit, { context }) {
    const show = emitWhenChanged<FirmStanding>(emit, () => "firm");
    return every(reportEveryMs, () => show({ report: context.firm?.report() ?? null }));
  },
  firmDay(_params, emit, { context }) {
    const show = emitWhenChanged<{ points: FirmDayPoint[] }>(emit, () => "day");
    return every(dayEveryMs, () => show({ points: [...(context.firm?.day() ?? [])] }));
  },
  listPresets: (_input, { context }) => context.firm?.presets() ?? { presets: [], unreadable: [] },
  getPreset: ({ id }, { context }) => guarded(context).preset(id),
  savePreset(preset, { context }) {
    guarded(context).savePreset(preset);
    return { id: preset.id };
  },
  applyPreset({ id, terms, fresh }, { context, role }) {
    guarded(context).apply(id, terms, fresh, personOf(role));
    context.wake();
    return {};
  },
};

function guarded({ firm }: DeskContext): FirmDesk {
  if (firm !== null) return firm;
  throw new Fault(
    "FIRM-ABSENT",
    "validation",
    "This desk runs without a prop firm's guard.",
    "Put the profile under a preset with `proofdesk prop-firm` before the desk starts.",
  );
}
