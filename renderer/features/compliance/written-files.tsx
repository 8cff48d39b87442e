import type { ReactNode } from "react";
import type { WrittenFile } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { Age } from "../../ui/age.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import styles from "./compliance.module.css";

/** So many files are shown; the folder holds them all. */
const shown = 8;

/** A size in bytes, as `9,120 bytes` or `4.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 100_000) return t("compliance.files.bytes", { bytes: formatNumber(bytes, {}) });
  return t("compliance.files.mb", { mb: formatNumber(bytes / 1_000_000, { maximumFractionDigits: 1 }) });
}

export interface WrittenFilesProps<File extends WrittenFile> {
  label: string;
  folder: string;
  files: readonly File[];
  empty: string;
  /** What stands behind a file: a badge, a button. */
  more?: (file: File) => ReactNode;
}

/** The newest files of a folder with size and age, and where they are. */
export function WrittenFiles<File extends WrittenFile>(props: WrittenFilesProps<File>) {
  const { label, folder, files, empty, more } = props;
  if (files.length === 0) return <p className={styles.quiet}>{empty}</p>;
  return (
    <>
      <p className={styles.folder}>
        <span className={styles.mono}>{folder}</span>
        <CopyButton what={t("compliance.files.folder")} text={folder} />
        {files.length > shown ? <span>{t("compliance.files.more", { shown, count: files.length })}</span> : null}
      </p>
      <ul className={styles.files} aria-label={label}>
        {files.slice(0, shown).map((file) => (
          <li key={file.name}>
            <span className={styles.mono}>{file.name}</span>
            <span>{sizeText(file.bytes)}</span>
            <span>
              <Age since={file.at} clock="machine" />
            </span>
            {more?.(file)}
          </li>
        ))}
      </ul>
    </>
  );
}
