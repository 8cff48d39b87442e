import { useState } from "react";
import { TrackRecordFormat, type WrittenRecord } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { CommandLine } from "../../ui/command-line.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Select } from "../../ui/select.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./compliance.module.css";
import { FactList } from "./fact-list.tsx";
import { TaskNote } from "./task-note.tsx";
import { useAnswer } from "./use-answer.ts";
import { useTask } from "./use-task.ts";
import { WrittenFiles } from "./written-files.tsx";

interface Bundle {
  readonly file: string;
  readonly sha256: string;
  readonly events: number;
  readonly bytes: number;
}

/** Double quotes keep a path with spaces one argument in every shell a person is likely to use. */
const verifyCommand = (file: string): string => `npm run -s proofdesk -- verify "${file}"`;

/** Writes what leaves the desk, and says where each file is and how someone else checks it. */
export function ExportSection() {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [turn, setTurn] = useState(0);
  const written = (): void => setTurn((one) => one + 1);
  const files = useAnswer(() => desk.call.listExports({}), turn);
  return (
    <RoomSection title={t("compliance.export")}>
      {mayTrade ? null : <p className={styles.warn}>{t("compliance.export.viewer")}</p>}
      <BundleExport mayTrade={mayTrade} onWritten={written} />
      <RecordExport mayTrade={mayTrade} onWritten={written} />
      {files.kind === "ready" ? (
        <WrittenFiles label={t("compliance.files.exports")} {...files.value} empty={t("compliance.files.noExports")} />
      ) : null}
    </RoomSection>
  );
}

const seqText = /^\d{1,15}$/;

function BundleExport({ mayTrade, onWritten }: { mayTrade: boolean; onWritten: () => void }) {
  const desk = useDesk();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [claims, setClaims] = useState(false);
  const [task, run] = useTask<Bundle>();
  const wrong = [from, to].some((text) => text !== "" && !seqText.test(text));
  const write = async (): Promise<Bundle> => {
    const bundle = await desk.call.exportBundle(part);
    onWritten();
    return bundle;
  };
  const isLater = !wrong && Number(from) > 0;
  const part = {
    ...(from === "" ? {} : { from: Number(from) }),
    ...(to === "" ? {} : { to: Number(to) }),
    ...(claims && !isLater ? { claims } : {}),
  };
  return (
    <>
      <p className={styles.quiet}>{t("compliance.export.text")}</p>
      <div className={styles.form}>
        <NumberField
          label={t("compliance.export.from")}
          placeholder={t("compliance.export.first")}
          disabled={!mayTrade}
          value={from}
          onChange={setFrom}
        />
        <NumberField
          label={t("compliance.export.to")}
          placeholder={t("compliance.export.last")}
          disabled={!mayTrade}
          value={to}
          onChange={setTo}
        />
        <Checkbox
          label={t("compliance.export.claims")}
          hint={t(isLater ? "compliance.export.claimsPart" : "compliance.export.claimsHint")}
          checked={claims && !isLater}
          onChange={setClaims}
          disabled={!mayTrade || isLater}
        />
        <Button disabled={!mayTrade || wrong || task.kind === "running"} onClick={() => run(write)}>
          {t("compliance.export.run")}
        </Button>
      </div>
      <TaskNote task={task} doing={t("compliance.export.running")} />
      {task.kind === "done" ? <Exported bundle={task.value} /> : null}
    </>
  );
}

function RecordExport({ mayTrade, onWritten }: { mayTrade: boolean; onWritten: () => void }) {
  const desk = useDesk();
  const timeZone = useTimeZone();
  const [format, setFormat] = useState<TrackRecordFormat>("json");
  const [days, setDays] = useState("30");
  const [task, run] = useTask<WrittenRecord>();
  const wrong = !/^[1-9]\d{0,3}$/.test(days);
  const write = async () => {
    const record = await desk.call.exportTrackRecord({ format, days: Number(days) });
    onWritten();
    return record;
  };
  return (
    <>
      <h4 className={styles.subtitle}>{t("compliance.record")}</h4>
      <p className={styles.quiet}>{t("compliance.record.text")}</p>
      <div className={styles.form}>
        <Select
          label={t("compliance.record.format")}
          value={format}
          disabled={!mayTrade}
          onChange={setFormat}
          options={TrackRecordFormat.options.map((value) => ({
            value,
            label: t(`compliance.record.${value === "trades" ? "trades.layout" : value}`),
          }))}
          className={styles.grow}
        />
        <NumberField label={t("compliance.record.days")} disabled={!mayTrade} value={days} onChange={setDays} />
        <Button disabled={!mayTrade || wrong || task.kind === "running"} onClick={() => run(write)}>
          {t("compliance.record.run")}
        </Button>
      </div>
      <TaskNote task={task} doing={t("compliance.record.running")} />
      {task.kind === "done" ? (
        <div role="status">
          <FactList
            label={t("compliance.record")}
            facts={[
              { label: t("compliance.export.file"), value: task.value.file, copy: task.value.file, mono: true },
              {
                label: t("compliance.record.period"),
                value: periodText(task.value, timeZone),
              },
              { label: t("compliance.record.trades"), value: formatNumber(task.value.trades, {}) },
              { label: t("compliance.record.allOrders"), value: formatNumber(task.value.orders, {}) },
              { label: t("compliance.record.tradingDays"), value: formatNumber(task.value.days, {}) },
            ]}
          />
        </div>
      ) : null}
    </>
  );
}

function periodText({ from, to }: WrittenRecord, timeZone: string): string {
  return readableText(t("compliance.record.periodText", { from, to }), timeZone);
}

function Exported({ bundle }: { bundle: Bundle }) {
  const command = verifyCommand(bundle.file);
  return (
    <div role="status">
      <FactList
        label={t("compliance.export")}
        facts={[
          { label: t("compliance.export.file"), value: bundle.file, copy: bundle.file, mono: true },
          { label: t("compliance.export.sha"), value: bundle.sha256, copy: bundle.sha256, mono: true },
          {
            label: t("compliance.export.size"),
            value: t("compliance.export.sizeText", {
              events: formatNumber(bundle.events, {}),
              bytes: formatNumber(bundle.bytes, {}),
            }),
          },
        ]}
      />
      <p className={styles.quiet}>{t("compliance.export.how")}</p>
      <CommandLine what={t("compliance.export.command")} command={command} />
    </div>
  );
}
