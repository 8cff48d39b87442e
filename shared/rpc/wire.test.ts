import { describe, expect, test, vi } from "vitest";
import { memoryWires } from "./memory-wire.ts";
import { portWire } from "./port-wire.ts";
import { closeCodes, createWire } from "./wire.ts";

const rig = () => {
  const sent: unknown[] = [];
  const shut = vi.fn();
  return { sent, shut, end: createWire({ transmit: (frame) => sent.push(frame), shut, buffered: () => sent.length }) };
};

describe("a wire", () => {
  test("keeps what came before its listener, in order, and hands a new listener the rest", () => {
    const { end } = rig();
    end.receive(1);
    end.receive(2);
    const first: unknown[] = [];
    const second: unknown[] = [];
    end.wire.onFrame((frame) => first.push(frame));
    end.receive(3);
    end.wire.onFrame((frame) => second.push(frame));
    end.receive(4);
    expect([first, second]).toEqual([[1, 2, 3], [4]]);
  });

  test("is quiet after its end, whoever ended it", () => {
    const { end, sent, shut } = rig();
    const frames: unknown[] = [];
    const closes: unknown[] = [];
    end.wire.onFrame((frame) => frames.push(frame));
    end.wire.onClose((close) => closes.push(close));
    end.wire.close(closeCodes.refused, "no");
    end.wire.close();
    end.closed({ code: 1, reason: "late" });
    end.receive("late");
    end.wire.send("late");
    end.wire.onClose((close) => closes.push(close));
    expect(frames).toEqual([]);
    expect(sent).toEqual([]);
    expect(shut).toHaveBeenCalledOnce();
    expect(closes).toEqual([
      { code: 4401, reason: "no" },
      { code: 4401, reason: "no" },
    ]);
    expect(end.wire.buffered).toBe(0);
  });

  test("a listener that closes the wire hears no frame after that", () => {
    const { end } = rig();
    end.receive(1);
    end.receive(2);
    const frames: unknown[] = [];
    end.wire.onFrame((frame) => {
      frames.push(frame);
      end.wire.close();
    });
    expect(frames).toEqual([1]);
  });

  test("a flood before anybody listens ends it", () => {
    const { end } = rig();
    const closed = vi.fn();
    end.wire.onClose(closed);
    for (let frame = 0; frame < 1_001; frame++) end.receive(frame);
    expect(closed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: closeCodes.oversized }));
  });
});

test("memory wires clone, deliver later, count what waits, and refuse what cannot be cloned", async () => {
  const [left, right] = memoryWires();
  const frames: unknown[] = [];
  right.onFrame((frame) => frames.push(frame));
  const frame = { list: [1] };
  left.send(frame);
  frame.list.push(2);
  expect(frames).toEqual([]);
  expect(left.buffered).toBeGreaterThan(0);
  await vi.waitFor(() => expect(frames).toEqual([{ list: [1] }]));
  expect(left.buffered).toBe(0);
  expect(() => left.send(() => undefined)).toThrow("could not be cloned");
});

test("a port that closes without a word is a lost wire; one that cannot take the last word is closed all the same", () => {
  let hangUp = (): void => undefined;
  const close = vi.fn();
  const port = {
    postMessage: () => {
      throw new Error("gone");
    },
    close,
    listen: (_onMessage: (message: unknown) => void, onClose: () => void) => {
      hangUp = onClose;
    },
  };
  const closes: unknown[] = [];
  portWire(port).onClose((how) => closes.push(how));
  hangUp();
  expect(closes).toEqual([{ code: closeCodes.lost, reason: "the port was closed" }]);
  expect(() => portWire(port).close()).toThrow("gone");
  expect(close).toHaveBeenCalledOnce();
});
