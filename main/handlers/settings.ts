import type { settingsContract } from "../../shared/contract/settings.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { emitWhenChanged, every } from "./subscription.ts";

/** As many as the settings file takes. */
const mostLayouts = 50;

export const settingsHandlers: Handlers<typeof settingsContract, DeskContext> = {
  getLayouts: (_input, { context }) => ({ layouts: context.settings.get().layouts }),
  saveLayout(layout, { context }) {
    const others = context.settings.get().layouts.filter((one) => one.name !== layout.name);
    if (others.length >= mostLayouts) {
      throw new Fault(
        "SETTINGS-LAYOUTS",
        "validation",
        `The profile keeps ${mostLayouts} layouts already; "${layout.name}" was not saved.`,
        "Save it under the name of a layout you no longer need.",
      );
    }
    context.settings.update({ layouts: [...others, layout] });
    return {};
  },
  setAppearance: (appearance, { context }) => context.settings.update({ appearance }).appearance,
  getNewAccount: (_input, { context }) => context.settings.get().account,
  createProfile: ({ name, account }, { context }) => ({ profile: context.createProfile(name, account) }),
  appearance(_params, emit, { context }) {
    const show = emitWhenChanged(emit, () => "appearance");
    return every(500, () => show(context.settings.get().appearance));
  },
};
