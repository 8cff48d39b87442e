import type { FirmBreach, FirmDayPoint, FirmLimit, PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { formatMoney, signOf } from "../../ui/format/format-money.ts";
import { formatPercent } from "../../ui/format/format-percent.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { timeLeft } from "../../ui/format/time-left.ts";

/** Writes money of the firm's account. */
export type FirmMoney = (value: string) => string;

/** Hundredths of a percent for the eye. */
const share = (bps: number): string => formatPercent((bps / 100).toFixed(2), 1, "auto");
const yes = (is: boolean): string => (is ? "yes" : "no");

/** What is left to a floor, currency first. */
export function floorLeft({ room, roomBps }: FirmLimit, money: FirmMoney): string {
  if (room === null) return t("risk.firm.floor.unknown");
  if (signOf(room) < 0) return t("risk.firm.floor.over", { over: money(room.replace("-", "")) });
  return t("risk.firm.floor.left", { room: money(room), share: roomBps === null ? t("ui.unknown") : share(roomBps) });
}

/** Where the floor lies and what it is compared with; empty where its number is not known. */
export function floorBasis({ floor, equity, stopsAt, boundary }: FirmLimit, money: FirmMoney): string {
  if (floor === null) return "";
  return t("risk.firm.floor.basis", {
    floor: money(floor),
    equity: money(equity),
    stops: stopsAt === null ? "none" : money(stopsAt),
    boundary: boundary === "<=" ? "touch" : "below",
  });
}

/** One row of the firm's rules: its name and how it stands. */
export type FirmRow = readonly [label: string, text: string];

/** The rows beside the floors: what must be reached, what may be held, when, and what stands before a payout. */
export function firmRows(report: PropFirmReport, money: FirmMoney, now: number, timeZone: string): readonly FirmRow[] {
  const { worstCase, reset, profit, target, tradingDays, profitableDays, consistency } = report;
  const at = (time: number): string => formatTime(time, "date-time", timeZone);
  const row = (id: string, text: string): FirmRow => [t(`risk.firm.${id}`), text];
  const broken = reset.breaks.map(({ rule }) => t(`risk.firm.rule.${rule}`)).join(", ");
  return [
    row("worst", `${worstText(worstCase, money)}: ${t(`risk.firm.worst.${worstCase.holds ? "holds" : "fails"}`)}`),
    row(
      "reset",
      `${t("risk.firm.reset.at", { at: at(reset.at), left: timeLeft(reset.at, now) })}; ${
        broken === "" ? t("risk.firm.reset.holds") : t("risk.firm.reset.breaks", { rules: broken })
      }`,
    ),
    row(
      "profit",
      target === null
        ? money(profit)
        : t(`risk.firm.profit.${target.reached ? "reached" : "target"}`, {
            profit: money(profit),
            missing: money(target.missing),
            balance: money(target.balance),
          }),
    ),
    row("days", daysText(tradingDays)),
    ...(profitableDays === null ? [] : [row("days.profitable", daysText(profitableDays))]),
    ...(consistency === null
      ? []
      : [
          row(
            "consistency",
            t("risk.firm.consistency.text", {
              best: money(consistency.bestDay),
              share: consistency.shareBps === null ? t("ui.unknown") : share(consistency.shareBps),
              profit: money(consistency.profit),
              max: consistency.maxSharePct,
              holds: consistency.holds ? "yes" : "no",
              needed: money(consistency.profitNeeded),
            }),
          ),
        ]),
    ...conductRows(report, at),
  ];
}

function worstText({ loss, room, text }: PropFirmReport["worstCase"], money: FirmMoney): string {
  return loss === null || room === null ? text : t("risk.firm.worst.text", { loss: money(loss), room: money(room) });
}

function conductRows(
  { contracts, automation, news, holding }: PropFirmReport,
  at: (time: number) => string,
): FirmRow[] {
  const row = (id: string, ...texts: (string | null)[]): FirmRow => [
    t(`risk.firm.${id}`),
    texts.filter((text) => text !== null && text !== "").join("; "),
  ];
  const { known, follows, held, allowed } = contracts;
  return [
    row(
      "contracts",
      allowed === null
        ? t(`risk.firm.contracts.${known === "none" ? "none" : "unknown"}`, { held })
        : t("risk.firm.contracts.text", { held, allowed, follows }),
    ),
    row(
      "automation",
      t(`risk.firm.automation.${automation.answer}`, { confirmed: yes(automation.confirmed) }),
      automation.text,
    ),
    row(
      "news",
      t(`risk.firm.news.${news.policy}`),
      news.blockedUntil === null ? null : t("risk.firm.news.blocked", { until: at(news.blockedUntil) }),
      news.text,
    ),
    row(
      "holding",
      t("risk.firm.holding.text", { overnight: yes(holding.overnight), weekend: yes(holding.weekend) }),
      holding.mustBeFlat && holding.closeBy !== null ? t("risk.firm.holding.close", { at: at(holding.closeBy) }) : null,
      holding.text,
    ),
  ];
}

function daysText({ done, needed }: PropFirmReport["tradingDays"]): string {
  return needed === null ? t("risk.firm.days.free", { done }) : t("risk.firm.days.of", { done, needed });
}

/** One broken rule in a sentence. */
export function breachText(breach: FirmBreach, money: FirmMoney, timeZone: string): string {
  const { rule, at, atReset, equity, floor, effect } = breach;
  return t("risk.firm.breach", {
    rule: t(`risk.firm.rule.${rule}`),
    at: formatTime(at, "date-time", timeZone),
    reset: yes(atReset),
    equity: money(equity),
    floor: floor === null ? "none" : money(floor),
    effect,
  });
}

/** A figure of a condition: money for an amount, percent for a share, else as it is. */
export function conditionFigure(condition: string, value: string | null, money: FirmMoney): string {
  if (value === null) return t("ui.unknown");
  if (condition === "amount") return money(value);
  return condition === "best_day_share" ? share(Number(value)) : value;
}

/** Firm, program, phase and size, without saying the firm twice. */
export function presetName(
  { firm, program, phase, variant, size }: PropFirmReport["preset"],
  money: FirmMoney,
): string {
  const name = program.startsWith(firm) ? program : `${firm} ${program}`;
  return t("risk.firm.name", { name, phase, variant: variant ?? "none", size: money(size) });
}

/** The day's picture with this very moment at its end: it is drawn once a minute, equity moves with every tick. */
export function dayUntilNow(day: readonly FirmDayPoint[], { at, equity, limits }: PropFirmReport): FirmDayPoint[] {
  const floorOf = (rule: FirmLimit["rule"]): string | null =>
    limits.find((limit) => limit.rule === rule && limit.reading === null)?.floor ?? null;
  const max = floorOf("max_loss");
  if (max === null || at <= (day.at(-1)?.at ?? 0)) return [...day];
  return [...day, { at, equity, daily: floorOf("daily_loss"), max }];
}

/** Money of a currency for the eye. */
export const moneyIn =
  (currency: string): FirmMoney =>
  (value) =>
    formatMoney(value, { currency });
