import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import styles from "./audit.module.css";
import { OrderResults } from "./order-results.tsx";
import { useOrderSearch } from "./use-order-search.ts";

export interface OrderFinderProps {
  selectedId: string | null;
  onSelect: (orderId: string) => void;
}

/** Finds orders by what is typed. */
export function OrderFinder({ selectedId, onSelect }: OrderFinderProps) {
  const desk = useDesk();
  const [text, setText] = useState("");
  const [turn, setTurn] = useState(0);
  const search = useOrderSearch(desk, text, turn);
  return (
    <>
      <Field
        label={t("audit.search")}
        type="search"
        placeholder={t("audit.search.placeholder")}
        value={text}
        maxLength={200}
        onChange={setText}
        className={styles.search}
      />
      {search.kind === "failed" ? (
        <div className={styles.problem} role="alert">
          <p>{t("audit.failed", { reason: search.reason })}</p>
          <Button size="small" onClick={() => setTurn(turn + 1)}>
            {t("audit.retry")}
          </Button>
        </div>
      ) : (
        <OrderResults state={search} searching={text.trim() !== ""} selectedId={selectedId} onSelect={onSelect} />
      )}
    </>
  );
}
