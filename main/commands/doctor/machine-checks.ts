import { absent, type Check, present } from "./check.ts";

/** Reads the monotonic clock many times: it must never go back. */
export function checkClock(mono: () => bigint): Check {
  const name = "clock";
  const readings = Array.from({ length: 1000 }, () => mono());
  const back = readings.some((reading, i) => i > 0 && reading < (readings[i - 1] ?? 0n));
  if (!back) return present(name, "monotonic clock never went back in 1,000 readings");
  return absent({
    name,
    found: "the monotonic clock went back",
    cost: "heartbeats and staleness cannot be trusted",
    fix: "check the machine's clock source (on a virtual machine: its guest tools)",
    needed: true,
  });
}

/** Without asking a time server, which the doctor does not do, nobody can know it. */
export function checkClockOffset(): Check {
  return absent({
    name: "clock offset",
    state: "unknown",
    found: "no outside time source is asked",
    cost: "the journal's times are those of this machine; sessions record the offset as unknown",
    fix: "keep the system's NTP service on",
  });
}
