import fc from "fast-check";
import { expect, test } from "vitest";
import { readEvent, stageEvent } from "../../audit/event-text.ts";
import { eventMarks, eventNames } from "./event-marks.ts";

test("what is read off an event's end is what parsing all of it gives, whatever the event says", () => {
  const tricky = fc.oneof(fc.string(), fc.constantFrom('"prev":"', '","seq":3', '"type":"x","v":1}', '\\","prev":"'));
  fc.assert(
    fc.property(tricky, tricky, tricky, fc.nat(), (id, trace, value, seq) => {
      fc.pre(trace !== "");
      const data = { prev: value, [value === "" ? "k" : value]: { prev: "0".repeat(64), seq: 1, type: "x" } };
      const actor = { kind: "person", id } as const;
      const { head, tail } = stageEvent({ type: "note.added", at: 0, actor, trace, cause: null, data }, seq, 5n, trace);
      const text = `${head}${"ab".repeat(32)}${tail}`;
      const { prev, type, seq: parsed, trace: read } = readEvent(text);
      expect(eventMarks(text)).toEqual({ seq: parsed, prev, type });
      const names = eventNames(text);
      // A trace that has escapes is left to a parser.
      if (JSON.stringify(read) !== `"${read}"`) expect(names).toBeNull();
      else expect(names).toEqual({ type, trace: read });
    }),
  );
});

test("what is no event of this form is left to a parser", () => {
  for (const text of ["", "{}", '{"prev":"00","seq":1}', `{"prev":"${"0".repeat(64)}","seq":x,"type":"a","v":1}`]) {
    expect(eventMarks(text)).toBeNull();
    expect(eventNames(text)).toBeNull();
  }
});
