import { readBuildInfo } from "../workstation/build-info.ts";
import type { CommandHost } from "./command-host.ts";

/** The process a command runs in. */
export function systemHost(): CommandHost {
  return {
    clock: { now: () => Date.now(), mono: () => process.hrtime.bigint() },
    build: readBuildInfo(),
    env: process.env,
  };
}
