import { Download, RefreshCw } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { honestWords } from "../../../shared/model/honest-words.ts";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import type { PanelState } from "../../ui/panel-state.tsx";
import { saveFile } from "../../ui/save-file.ts";
import styles from "./audit.module.css";
import { headOf, LifeHead } from "./life-head.tsx";
import { orderChain } from "./order-chain.ts";
import { orderLifeFile } from "./order-life-file.ts";
import { OrderProof } from "./order-proof.tsx";
import { TimelineStep } from "./timeline-step.tsx";
import type { LifeState, Subject } from "./use-order-life.ts";

export interface OrderLifeProps {
  subject: Subject | null;
  state: LifeState;
  onRefresh: () => void;
  onOpen: (subject: Subject) => void;
}

/** The chain of one decision from wish to position, as the journal holds it. */
export function OrderLife({ subject, state, onRefresh, onOpen }: OrderLifeProps) {
  return (
    <Panel
      title={t(subject?.kind === "decision" ? "audit.decision" : "audit.life")}
      state={panelState(state, subject)}
      actions={state.kind === "ready" ? <LifeActions state={state} onRefresh={onRefresh} /> : null}
    >
      {state.kind === "ready" && subject ? <Life state={state} subject={subject} onOpen={onOpen} /> : null}
      {state.kind === "failed" ? (
        <div className={styles.problem} role="alert">
          <p>{t("audit.life.failed", { reason: state.reason })}</p>
          <Button size="small" onClick={onRefresh}>
            {t("audit.retry")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function panelState(state: LifeState, subject: Subject | null): PanelState {
  switch (state.kind) {
    case "none":
      return { kind: "empty", text: t("audit.pick") };
    case "loading":
      return { kind: "loading" };
    case "missing":
      return {
        kind: "empty",
        text:
          subject?.kind === "order" ? t("audit.life.missing", { order: subject.orderId }) : t("audit.decision.missing"),
      };
    case "failed":
    case "ready":
      return { kind: "live" };
  }
}

type Ready = Extract<LifeState, { kind: "ready" }>;

function LifeActions({ state, onRefresh }: { state: Ready; onRefresh: () => void }): ReactNode {
  const head = headOf(state.order, state.events);
  return (
    <>
      <IconButton label={t("audit.life.refresh")} icon={<RefreshCw aria-hidden />} size="small" onClick={onRefresh} />
      {head ? <CopyButton what={t("audit.life.id")} text={head.orderId} /> : null}
      <Button
        size="small"
        onClick={() => {
          const { name, text } = orderLifeFile(state.order, state.events);
          saveFile(name, "application/json", text);
        }}
      >
        <Download aria-hidden />
        {t("audit.life.export")}
      </Button>
    </>
  );
}

/** So many steps are drawn at once; a trader's long order may have thousands. */
const stepsShown = 200;

interface LifeProps {
  state: Ready;
  subject: Subject;
  onOpen: (subject: Subject) => void;
}

function Life({ state: { order, events }, subject, onOpen }: LifeProps) {
  const [shown, setShown] = useState(stepsShown);
  const steps = useMemo(() => orderChain(events), [events]);
  const instrumentId = headOf(order, events)?.instrumentId;
  const instrument = useInstruments().find(({ id }) => id === instrumentId);
  const left = steps.length - shown;
  return (
    <div className={styles.life}>
      {subject.kind === "order" ? (
        <>
          <LifeHead order={order} events={events} />
          <OrderProof key={subject.orderId} orderId={subject.orderId} />
        </>
      ) : null}
      <ol className={styles.timeline} aria-label={t("audit.timeline")}>
        {steps.slice(0, shown).map((step) => (
          <TimelineStep
            key={step.event.seq}
            step={step}
            instrument={instrument}
            onOpenOrder={(orderId) => onOpen({ kind: "order", orderId })}
          />
        ))}
      </ol>
      {left > 0 ? (
        <Button size="small" onClick={() => setShown(shown + stepsShown)}>
          {t("audit.more", { count: Math.min(left, stepsShown), left })}
        </Button>
      ) : null}
      <div className={styles.honest}>
        <p>{t("audit.honest")}</p>
        <ul>
          {honestWords.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
