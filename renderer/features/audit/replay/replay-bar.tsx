import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../../i18n/t.ts";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import styles from "./replay.module.css";
import type { Replay, ReplayState } from "./replay.ts";

const speeds = ["1", "4", "20"];

/** What one of the bar's buttons does; an idle one keeps the keyboard, which a disabled one would lose at either end. */
function BarButton({ label, icon, idle, act }: { label: string; icon: ReactNode; idle: boolean; act: () => void }) {
  return (
    <IconButton
      label={label}
      icon={icon}
      aria-disabled={idle || undefined}
      onClick={() => (idle ? undefined : act())}
    />
  );
}

/** Where in the session one stands, and how to go on. */
export function ReplayBar({ replay, state, from }: { replay: Replay; state: ReplayState; from: number }) {
  const { at, to, playing, speed, tradingOnly } = state;
  const place = { place: at - from + 1, count: to - from + 1 };
  const [atFirst, atLast] = [at === from, at === to];
  const by = (act: () => void) => (): void => {
    replay.pause();
    act();
  };
  return (
    <div className={styles.bar}>
      <div className={styles.buttons}>
        <BarButton
          label={t("audit.replay.first")}
          icon={<SkipBack aria-hidden />}
          idle={atFirst}
          act={by(() => replay.go(from))}
        />
        <BarButton
          label={t("audit.replay.back")}
          icon={<StepBack aria-hidden />}
          idle={atFirst}
          act={by(() => void replay.step(-1))}
        />
        <BarButton
          label={t(playing ? "audit.replay.pause" : "audit.replay.play")}
          icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
          idle={atLast && !playing}
          act={() => (playing ? replay.pause() : replay.play())}
        />
        <BarButton
          label={t("audit.replay.on")}
          icon={<StepForward aria-hidden />}
          idle={atLast}
          act={by(() => void replay.step(1))}
        />
        <BarButton
          label={t("audit.replay.last")}
          icon={<SkipForward aria-hidden />}
          idle={atLast}
          act={by(() => replay.go(to))}
        />
      </div>
      <input
        className={styles.slider}
        type="range"
        aria-label={t("audit.replay.place")}
        aria-valuetext={t("audit.replay.place.words", {
          place: String(place.place),
          count: String(place.count),
          seq: String(at),
        })}
        min={from}
        max={to}
        value={at}
        onChange={(event) => {
          replay.pause();
          replay.go(Number(event.target.value));
        }}
      />
      <span className={styles.place}>{t("audit.replay.of", place)}</span>
      <Segmented
        label={t("audit.replay.speed")}
        value={String(speed)}
        onChange={(value) => replay.setSpeed(Number(value))}
        options={speeds.map((value) => ({ value, label: t("audit.replay.speed.of", { value }) }))}
      />
      <Checkbox
        label={t("audit.replay.trading")}
        checked={tradingOnly}
        onChange={(checked) => replay.setTradingOnly(checked)}
      />
    </div>
  );
}
