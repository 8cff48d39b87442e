import { sameBytes } from "../byte-text.ts";
import { checkSignatures } from "../checkpoint.ts";
import { parseVkey, type VerifyingKey } from "../verifying-key.ts";
import { followKeys, type KeyHistory } from "./announced-keys.ts";
import { type Check, conclude, type Evidence, integrity, type Verdict } from "./verdict.ts";

type Failure = { text: string; where?: string };

/** The keys the journal of the bundle announces, from the events that can be read. */
export function keysOf({ primitives, bundle, events }: Evidence): KeyHistory {
  return followKeys(
    primitives,
    bundle.origin,
    events.flatMap(({ event }) => (event ? [event] : [])),
  );
}

function readVkeys({ primitives, bundle }: Evidence, failures: Failure[]): VerifyingKey[] {
  const keys: VerifyingKey[] = [];
  for (const [index, line] of bundle.vkeys.entries()) {
    const key = parseVkey(primitives, line);
    if (key?.name === bundle.origin) keys.push(key);
    else failures.push({ text: "the line is not a key of this journal", where: `vkey ${index}` });
  }
  return keys;
}

function sessionNote(history: KeyHistory): Verdict[] {
  const sessions = history.keys.filter(({ origin }) => origin === "session");
  if (sessions.length === 0) return [];
  const text = `${sessions.length} session keys, announced by events ${sessions.map(({ since }) => since).join(", ")}: kept in no keychain, they are only as good as the chain that names them`;
  return [integrity("V06", "note", text)];
}

function unannouncedNote(keys: readonly VerifyingKey[]): Verdict[] {
  if (keys.length === 0) return [];
  const ids = keys.map(({ keyId }) => keyId).join(", ");
  const text = `no event of this part announces the keys ${ids}: compare them with those you were given before`;
  return [integrity("V06", "note", text)];
}

/** Whether two keys are one. Ids do not say so: four bytes are found by trying. */
function sameKey(a: VerifyingKey, b: VerifyingKey): boolean {
  return sameBytes(a.publicKey, b.publicKey);
}

function genesisNote({ events }: Evidence): Verdict[] {
  return events[0]?.event?.data.storage === "session"
    ? [
        integrity(
          "V06",
          "note",
          "the journal began without a keychain: its first key ended with its first session",
          "event 0",
        ),
      ]
    : [];
}

/** V06: every key is the first one, its committed successor, or a session's own where the desk had no keychain, and signs only what follows it. */
export const keysSucceed: Check = (evidence) => {
  const { primitives, checkpoints, events, full, bundle } = evidence;
  const failures: Failure[] = [];
  const vkeys = readVkeys(evidence, failures);
  if (bundle.range.from > 0) {
    return [
      ...conclude("V06", failures, "the keys are well formed"),
      integrity(
        "V06",
        "note",
        "the bundle does not hold the genesis: compare its keys with those you were given before",
      ),
    ];
  }
  const history = keysOf(evidence);
  failures.push(...history.breaks);
  if (!history.keys.some(({ origin }) => origin === "genesis")) failures.push({ text: "no genesis names a first key" });
  const unannounced = vkeys.filter((key) => !history.keys.some((announced) => sameKey(announced, key)));
  if (full) for (const { keyId } of unannounced) failures.push({ text: `no event announces the key ${keyId}` });
  // A part that begins with the genesis shows every announcement up to its own size, and none behind it.
  for (const checkpoint of checkpoints.filter(({ size }) => full || size <= events.length)) {
    for (const signer of checkSignatures(primitives, checkpoint, [...vkeys, ...history.keys]).valid) {
      if (history.keys.some((key) => sameKey(key, signer) && key.since < checkpoint.size)) continue;
      failures.push({
        text: `key ${signer.keyId} signed before the journal announced it`,
        where: `checkpoint ${checkpoint.size}`,
      });
    }
  }
  return [
    ...conclude("V06", failures, "every key the events announce follows from the genesis"),
    ...(full ? [] : unannouncedNote(unannounced)),
    ...genesisNote(evidence),
    ...sessionNote(history),
  ];
};
