import { Copy } from "lucide-react";
import { t } from "../i18n/t.ts";
import { copyText } from "./copy-text.ts";
import { IconButton } from "./icon-button.tsx";

export interface CopyButtonProps {
  /** What is copied, as the name of the button says it. */
  what: string;
  text: string;
  className?: string | undefined;
}

/** Copies a text that is shown shortened or is meant for elsewhere. */
export function CopyButton({ what, text, className }: CopyButtonProps) {
  return (
    <IconButton
      label={t("ui.copy", { what })}
      icon={<Copy aria-hidden />}
      size="small"
      className={className}
      onClick={() => copyText(text)}
    />
  );
}
