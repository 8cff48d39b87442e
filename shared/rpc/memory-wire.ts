import { frameSize } from "./frame-size.ts";
import { createWire, type Wire, type WireEnd } from "./wire.ts";

declare function structuredClone(value: unknown): unknown;

const countedBytes = 64 * 1024 * 1024;

interface Waiting {
  frame: unknown;
  bytes: number;
}

/**
 * Two joined wires inside one process. Frames are cloned when sent and arrive in a later turn, as on a real
 * transport, so nothing that works here by shared references or by call order fails there.
 */
export function memoryWires(): [Wire, Wire] {
  const join = (peer: () => WireEnd): WireEnd => {
    const queue: Waiting[] = [];
    let buffered = 0;
    const deliver = (): void => {
      const next = queue.shift();
      if (!next) return;
      buffered -= next.bytes;
      peer().receive(next.frame);
    };
    return createWire({
      transmit(frame) {
        const bytes = frameSize(frame, countedBytes);
        queue.push({ frame: structuredClone(frame), bytes });
        buffered += bytes;
        void Promise.resolve().then(deliver);
      },
      shut(close) {
        void Promise.resolve().then(() => {
          peer().closed(close);
        });
      },
      buffered: () => buffered,
    });
  };
  const left: WireEnd = join(() => right);
  const right: WireEnd = join(() => left);
  return [left.wire, right.wire];
}
