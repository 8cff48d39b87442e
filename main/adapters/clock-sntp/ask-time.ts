import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { Fault } from "../../../shared/model/fault.ts";
import type { Clock, ClockOffset } from "../../ports/clock.ts";
import { readSntp, type SntpTimes, sntpRequest } from "./sntp-packet.ts";

/** The error is half the way there and back, and what the server says of itself. */
interface ServerOffset extends ClockOffset {
  readonly stratum: number;
}

export interface AskOptions {
  readonly clock: Clock;
  /** Default 2 s. */
  readonly timeoutMs?: number;
}

const ntpPort = 123;
const defaultTimeoutMs = 2000;

/**
 * Asks one server for the time by SNTP (RFC 4330). What is not its answer is passed over until the time is up. Throws
 * Faults `CLOCK-SERVER-NAME`, `CLOCK-NO-ANSWER` and, where the server does not want to be asked, `CLOCK-REFUSED`.
 */
export async function askTime(
  server: string,
  { clock, timeoutMs = defaultTimeoutMs }: AskOptions,
): Promise<ServerOffset> {
  const { host, port } = addressOf(server);
  const nonce = randomBytes(8).readBigUInt64BE();
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  let passedOver = "nothing came";
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ServerOffset>((resolve, reject) => {
      const fail = (why: string, cause?: unknown): void => reject(noAnswer(server, why, cause));
      timer = setTimeout(() => fail(`${passedOver} within ${timeoutMs} ms`), timeoutMs);
      socket.on("error", (error) => fail(error.message, error));
      socket.once("connect", () => {
        const askedAt = clock.now();
        const mono = clock.mono();
        socket.on("message", (packet) => {
          const roundTripMs = Number(clock.mono() - mono) / 1e6;
          const answer = readSntp(packet, nonce);
          if (answer.kind === "time") resolve(offsetOf(server, answer.times, askedAt, roundTripMs));
          else if (answer.kind === "kiss") reject(refused(server, answer.code));
          else passedOver = `only something unusable came (${answer.why})`;
        });
        socket.send(sntpRequest(nonce), (error) => {
          if (error !== null) fail(error.message, error);
        });
      });
      // Only what comes from the address that was asked reaches a connected socket.
      socket.connect(port, host);
    });
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

/** RFC 4330 §5: the offset is the mean of both ways' differences; the time of arrival is that of sending plus a monotonic span. */
function offsetOf(server: string, times: SntpTimes, askedAt: number, roundTripMs: number): ServerOffset {
  const { receivedAt, sentAt, rootErrorMs, stratum } = times;
  const offsetMs = (receivedAt - askedAt + (sentAt - (askedAt + roundTripMs))) / 2;
  const delayMs = Math.max(0, roundTripMs - (sentAt - receivedAt));
  // The machine's clock is read in whole milliseconds.
  return { server, offsetMs, errorMs: delayMs / 2 + rootErrorMs + 1, stratum };
}

function addressOf(server: string): { host: string; port: number } {
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[A-Za-z0-9._-]+))(?::(?<port>\d{1,5}))?$/.exec(server);
  const host = match?.groups?.["v6"] ?? match?.groups?.["name"];
  const port = Number(match?.groups?.["port"] ?? ntpPort);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Fault(
      "CLOCK-SERVER-NAME",
      "validation",
      `"${server}" is no time server's name`,
      "Give a host name or address, with :PORT where it is not 123; an IPv6 address in square brackets.",
    );
  }
  return { host, port };
}

function noAnswer(server: string, why: string, cause?: unknown): Fault {
  return new Fault(
    "CLOCK-NO-ANSWER",
    "network",
    `${server} did not tell the time: ${why}`,
    "Check the network, or choose another server under clock.servers in the settings.",
    { cause },
  );
}

function refused(server: string, code: string): Fault {
  return new Fault(
    "CLOCK-REFUSED",
    "network",
    `${server} does not want to be asked (${code || "no code"})`,
    "Choose another server under clock.servers in the settings, or ask less often.",
  );
}
