/** Seconds from 1900 (NTP) to 1970 (Unix). */
const unixEpochSeconds = 2_208_988_800;
const packetBytes = 48;
const maxRootSeconds = 1;

/** What a server answered, in milliseconds; times are UTC milliseconds with a fraction. */
export interface SntpTimes {
  /** When the server took the request and when it sent the answer. */
  readonly receivedAt: number;
  readonly sentAt: number;
  /** Half the way to the reference clock and what it may be off: part of the error. */
  readonly rootErrorMs: number;
  readonly stratum: number;
}

export type SntpAnswer =
  | { readonly kind: "time"; readonly times: SntpTimes }
  /** The server does not want to be asked: `DENY`, `RSTR`, `RATE` … (RFC 5905 §7.4). */
  | { readonly kind: "kiss"; readonly code: string }
  | { readonly kind: "unusable"; readonly why: string };

/**
 * A client's request (RFC 4330 §5): version 4, mode 3. The transmit timestamp is a nonce, because it says nothing that a
 * server needs and an answer must repeat it.
 */
export function sntpRequest(nonce: bigint): Buffer {
  const packet = Buffer.alloc(packetBytes);
  packet[0] = (4 << 3) | 3;
  packet.writeBigUInt64BE(nonce, 40);
  return packet;
}

/** Reads an answer with the checks of RFC 4330 §5; anything that is not the answer to this very request is unusable. */
export function readSntp(packet: Buffer, nonce: bigint): SntpAnswer {
  if (packet.length < packetBytes) return unusable(`${packet.length} bytes are no answer`);
  const first = packet.readUInt8(0);
  const [leap, version, mode] = [first >> 6, (first >> 3) & 7, first & 7];
  const stratum = packet.readUInt8(1);
  if (mode !== 4 && mode !== 5) return unusable(`mode ${mode} is no server's`);
  if (version < 1 || version > 4) return unusable(`version ${version} is not known`);
  if (packet.readBigUInt64BE(24) !== nonce) return unusable("it answers another request");
  if (stratum === 0) return { kind: "kiss", code: packet.toString("latin1", 12, 16).replace(/[^A-Z0-9]/g, "") };
  if (stratum > 15 || leap === 3) return unusable("the server's own clock is not set");
  const rootDelay = packet.readInt32BE(4) / 65_536;
  const rootDispersion = packet.readUInt32BE(8) / 65_536;
  if (rootDelay < 0 || rootDelay >= maxRootSeconds || rootDispersion >= maxRootSeconds) {
    return unusable("the server's own clock is too far from its reference");
  }
  if (packet.readBigUInt64BE(40) === 0n) return unusable("it does not say when it was sent");
  const receivedAt = timeAt(packet, 32);
  const sentAt = timeAt(packet, 40);
  if (sentAt < receivedAt) return unusable("it was sent before the request came");
  return { kind: "time", times: { receivedAt, sentAt, rootErrorMs: (rootDelay / 2 + rootDispersion) * 1000, stratum } };
}

function unusable(why: string): SntpAnswer {
  return { kind: "unusable", why };
}

/** With the highest bit clear the seconds count from 2036 on (RFC 4330 §3). */
function timeAt(packet: Buffer, offset: number): number {
  const raw = packet.readUInt32BE(offset);
  const seconds = raw >= 0x8000_0000 ? raw : raw + 0x1_0000_0000;
  return (seconds - unixEpochSeconds + packet.readUInt32BE(offset + 4) / 0x1_0000_0000) * 1000;
}
