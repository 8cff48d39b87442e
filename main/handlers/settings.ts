import type { settingsContract } from "../../shared/contract/settings.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { emitWhenChanged, every } from "./subscription.ts";

export const settingsHandlers: Handlers<typeof settingsContract, DeskContext> = {
  getLayouts: (_input, { context }) => ({ layouts: context.settings.get().layouts }),
  saveLayout(layout, { context }) {
    const others = context.settings.get().layouts.filter((one) => one.name !== layout.name);
    context.settings.update({ layouts: [...others, layout] });
    return {};
  },
  setAppearance: (appearance, { context }) => context.settings.update({ appearance }).appearance,
  appearance(_params, emit, { context }) {
    const show = emitWhenChanged(emit, () => "appearance");
    return every(500, () => show(context.settings.get().appearance));
  },
};
