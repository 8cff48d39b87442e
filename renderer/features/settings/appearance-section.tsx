import { Appearance } from "../../../shared/model/settings.ts";
import { t } from "../../i18n/t.ts";
import { useAppearance } from "../../stores/appearance.ts";
import { useDeskState } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { Switch } from "../../ui/switch.tsx";
import styles from "./settings.module.css";
import { timeZones } from "./time-zones.ts";

const themes = Appearance.shape.theme.unwrap().options;
const palettes = Appearance.shape.palette.unwrap().options;

/** How the desk looks: takes effect at once and is kept by the profile. */
export function AppearanceSection({ mayChange }: { mayChange: boolean }) {
  const desk = useDesk();
  const appearance = useAppearance();
  const terms = useDeskState((state) => state.info?.terms);
  const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const change = (part: Partial<Appearance>): void => {
    const next = { ...appearance, ...part };
    useAppearance.setState(next);
    // A viewer's page may look as it likes; only the profile is not its to change.
    if (!mayChange) return;
    desk.call.setAppearance(next).catch((error: unknown) => notifyFailure(t("settings.appearance.failed"), error));
  };
  return (
    <RoomSection title={t("settings.appearance")}>
      <div className={styles.form}>
        <div className={styles.choice}>
          <span>{t("settings.theme")}</span>
          <Segmented
            label={t("settings.theme")}
            value={appearance.theme}
            onChange={(theme) => change({ theme })}
            options={themes.map((theme) => ({ value: theme, label: t(`settings.theme.${theme}`) }))}
          />
        </div>
        <div className={styles.palette}>
          <Select
            label={t("settings.palette")}
            value={appearance.palette}
            onChange={(palette) => change({ palette })}
            options={palettes.map((palette) => ({ value: palette, label: t(`settings.palette.${palette}`) }))}
          />
          <span className={styles.up}>{t("settings.palette.sample", { direction: "up" })}</span>
          <span className={styles.down}>{t("settings.palette.sample", { direction: "down" })}</span>
        </div>
        <div>
          <Select
            label={t("settings.timeZone")}
            value={appearance.timeZone}
            onChange={(timeZone) => change({ timeZone })}
            options={timeZones(appearance.timeZone).map((zone) => ({
              value: zone,
              label: zone === "local" ? t("settings.timeZone.local", { zone: localZone }) : zone,
            }))}
          />
          <p className={styles.quiet}>
            {terms ? t("settings.timeZone.text", { time: terms.dayStartsAt, zone: terms.dayZone }) : null}
          </p>
        </div>
        <Switch
          label={t("settings.confirm")}
          checked={appearance.confirmOrders}
          hint={t(appearance.confirmOrders ? "settings.confirm.text" : "settings.confirm.off")}
          disabled={!mayChange}
          onChange={(confirmOrders) => change({ confirmOrders })}
        />
      </div>
    </RoomSection>
  );
}
