import { t } from "../../i18n/t.ts";
import type { LimitKey } from "./limit-fields.ts";

/** The name of a limit for the eye. */
export const limitLabel = (key: LimitKey): string => t(`settings.limit.${key}`);
