import { accountCommand } from "./account-command.ts";
import { anchorCommand } from "./anchor-command.ts";
import { archiveCommand } from "./archive-command.ts";
import { auditCommand } from "./audit-command.ts";
import { backtestCommand } from "./backtest-command.ts";
import { backupCommand } from "./backup-command.ts";
import type { Command } from "./command.ts";
import { deskCommand } from "./desk-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { exportCommand } from "./export-command.ts";
import { flattenCommand } from "./flatten-command.ts";
import { haltCommand } from "./halt-command.ts";
import { importCommand } from "./import-command.ts";
import { keysCommand } from "./keys-command.ts";
import { lockoutCommand } from "./lockout-command.ts";
import { newsCommand } from "./news-command.ts";
import { orderCommand } from "./order-command.ts";
import { paperCommand } from "./paper-command.ts";
import { propFirmCommand } from "./prop-firm-command.ts";
import { restoreCommand } from "./restore-command.ts";
import { resumeCommand } from "./resume-command.ts";
import { riskCommand } from "./risk-command.ts";
import { trackRecordCommand } from "./track-record-command.ts";
import { verifyCommand } from "./verify-command.ts";
import { witnessCommand } from "./witness-command.ts";

/** Every command of the command line, in the order of the help. */
export const commands: readonly Command[] = [
  deskCommand,
  haltCommand,
  resumeCommand,
  flattenCommand,
  lockoutCommand,
  paperCommand,
  backtestCommand,
  orderCommand,
  riskCommand,
  exportCommand,
  verifyCommand,
  trackRecordCommand,
  importCommand,
  newsCommand,
  propFirmCommand,
  auditCommand,
  keysCommand,
  anchorCommand,
  accountCommand,
  witnessCommand,
  backupCommand,
  restoreCommand,
  archiveCommand,
  doctorCommand,
];
