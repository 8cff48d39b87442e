import type { DeskHealth, DeskInfo } from "../../../shared/contract/desk.ts";
import { t } from "../../i18n/t.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import { FactList } from "./fact-list.tsx";

/** What exactly is running here: enough to find the same build and the same settings again. */
export function BuildSection({ info, health }: { info: DeskInfo; health: DeskHealth | null }) {
  return (
    <RoomSection title={t("compliance.build")}>
      <FactList
        label={t("compliance.build")}
        facts={[
          { label: t("compliance.build.version"), value: info.version },
          { label: t("compliance.build.git"), value: info.gitSha, copy: info.gitSha, mono: true },
          { label: t("compliance.build.hash"), value: info.buildHash, copy: info.buildHash, mono: true },
          { label: t("compliance.build.config"), value: info.configHash, copy: info.configHash, mono: true },
          ...(health
            ? [
                {
                  label: t("compliance.build.session"),
                  value: health.journal.session,
                  copy: health.journal.session,
                  mono: true,
                },
              ]
            : []),
          { label: t("compliance.build.started"), value: <Time at={info.startedAt} style="date-time" /> },
          { label: t("compliance.build.profile"), value: info.profile, copy: info.profile, mono: true },
          {
            label: t("compliance.build.account"),
            value: t("compliance.build.accountText", { account: info.accountId, mode: info.mode }),
          },
          { label: t("compliance.build.role"), value: t(`compliance.build.role.${info.role}`) },
          ...(health
            ? [
                {
                  label: t("compliance.build.clock"),
                  value: t(`compliance.clock.${health.clock.state}`, { detail: health.clock.detail }),
                },
              ]
            : []),
        ]}
      />
    </RoomSection>
  );
}
