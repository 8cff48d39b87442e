import { readBuildInfo } from "../workstation/build-info.ts";
import type { CommandHost } from "./command-host.ts";

/** The process a command runs in. A command over a journal has no settings of its own, so its configuration hash is unknown. */
export function systemHost(): CommandHost {
  return {
    clock: { now: () => Date.now(), mono: () => process.hrtime.bigint() },
    build: { ...readBuildInfo(), configHash: "unknown" },
    env: process.env,
  };
}
