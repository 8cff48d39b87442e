import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import {
  btc,
  type EngineRig,
  engineRig,
  eth,
  limit,
  market,
  person,
  plainVenue,
} from "../../tests/fixtures/engine-rig.ts";

const size = fc.constantFrom("0.5", "1", "2.5", "40");
const side = fc.constantFrom("buy" as const, "sell" as const);
const pick = fc.nat(30);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("tick" as const),
      instrument: fc.nat(1),
      price: fc.integer({ min: 9000, max: 11_000 }),
      after: fc.integer({ min: -50, max: 40_000_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("bar" as const),
      instrument: fc.nat(1),
      price: fc.integer({ min: 9500, max: 10_500 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      instrument: fc.nat(1),
      side,
      size,
      limit: fc.boolean(),
      reduceOnly: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("fill" as const),
      pick,
      size,
      price: fc.integer({ min: 9000, max: 11_000 }),
      fee: fc.constantFrom("0", "0.07", "-0.01"),
      lag: fc.integer({ min: 0, max: 3000 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      pick,
      kind: fc.constantFrom(
        "accepted" as const,
        "rejected" as const,
        "canceled" as const,
        "cancel-rejected" as const,
        "replaced" as const,
        "replace-rejected" as const,
        "expired" as const,
        "unknown" as const,
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      type: fc.constantFrom("stop", "stop-limit", "trailing-stop", "market-if-touched", "limit-if-touched"),
      side,
      size,
      by: fc.constantFrom("last" as const, "quote" as const),
      away: fc.integer({ min: -800, max: 800 }),
      ends: fc.constantFrom("GTC" as const, "GTD" as const, "DAY" as const),
      reduceOnly: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("bracket" as const), side, size, trailing: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("group" as const),
      kind: fc.constantFrom("oco" as const, "oto" as const),
      side,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("rebook" as const),
      pick,
      change: fc.constantFrom(null, { size: "0.5" }, { price: "97.5" }, { fee: "0.4" }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("amend" as const), pick, size }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("state" as const),
      to: fc.constantFrom("active" as const, "reducing" as const, "halted" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("journal" as const), failing: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("durable" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Faults are answers too: they are written into the transcript. */
function attempt(transcript: string[], act: () => unknown): void {
  try {
    transcript.push(JSON.stringify(act()) ?? "done");
  } catch (error) {
    transcript.push(String(error));
  }
}

/** A desk whose venue takes plain orders only: triggers and ends are the desk's own. */
const terms = { manualDurability: true, leverage: "3", takerFeeBps: "4.5", capabilities: plainVenue, validityMs: 2000 };

/** A wide bar so that a price band stands in no one's way. */
function warm(rig: EngineRig): void {
  for (const instrument of [0, 1]) rig.bar(100, 150, instrument);
}

/** The type's own prices around a price, in cents. */
function waitingFor(type: string, cents: number, away: number): Partial<OrderRequest> {
  const price = ((cents + away) / 100).toFixed(2);
  if (type === "trailing-stop") return { type, trailingOffset: ((Math.abs(away) + 1) / 100).toFixed(2) };
  const limitPrice = type.endsWith("stop") || type.startsWith("market") ? {} : { limitPrice: price };
  return { type: type as OrderRequest["type"], triggerPrice: price, ...limitPrice };
}

function play(script: readonly Step[], journalMayFail: boolean): { rig: EngineRig; transcript: string[] } {
  const rig = engineRig(terms);
  warm(rig);
  const { engine } = rig;
  const transcript: string[] = [];
  const listed: string[] = [];
  engine.subscribe({
    onOrder: (order) => transcript.push(JSON.stringify(order)),
    onFill: (fill) => transcript.push(JSON.stringify(fill)),
  });
  engine.register({
    id: "echo",
    actor: { kind: "trader", id: "echo" },
    instruments: [0, 1],
    onBar: (bar, desk) => {
      if (bar.close > 100) listed.push(desk.submit(market("buy", "0.5"), "above 100"));
      else if (desk.position(0) > 0n)
        listed.push(desk.submit(market("sell", "0.5", { reduceOnly: true }), "below 100"));
      transcript.push(`${desk.equityNumber()} ${desk.equity()}`);
    },
  });
  engine.startAgent("echo");
  const send = (orders: () => readonly { readonly orderId: string }[]): void =>
    attempt(transcript, () => {
      const answers = orders();
      listed.push(...answers.map(({ orderId }) => orderId));
      return answers;
    });
  let cents = 10_000;
  const id = (n: number): string => listed[n % Math.max(1, listed.length)] ?? "nobody";
  let fills = 0;
  for (const now of script) {
    switch (now.do) {
      case "tick":
        rig.clock.now += now.after;
        if (now.instrument === 0) cents = now.price;
        rig.price(now.price / 100, now.instrument);
        break;
      case "bar":
        rig.clock.now += 60_000;
        rig.bar(now.price / 100, 2, now.instrument);
        break;
      case "submit": {
        const instrumentId = now.instrument === 0 ? btc.id : eth.id;
        const change = { instrumentId, reduceOnly: now.reduceOnly };
        attempt(transcript, () => {
          const order = now.limit ? limit(now.side, now.size, "99.50", change) : market(now.side, now.size, change);
          const answer = engine.submit(order, person, "script");
          listed.push(answer.orderId);
          return answer;
        });
        break;
      }
      case "fill":
        rig.fill(id(now.pick), now.size, (now.price / 100).toFixed(2), {
          fee: now.fee,
          at: rig.clock.now - now.lag,
          fillId: `f${fills++ % 7}-${now.pick}`,
        });
        break;
      case "answer":
        rig.say({
          orderId: id(now.pick),
          kind: now.kind,
          venueOrderId: "v",
          code: "X",
          reason: "script",
          size: "2.5",
        } as never);
        break;
      case "wait": {
        const { side: on, size: sized, ends, reduceOnly } = now;
        const expireAt = ends === "GTD" ? { expireAt: rig.clock.now + 60_000 } : {};
        const change = { timeInForce: ends, ...expireAt, reduceOnly, triggerBy: now.by };
        send(() => [
          engine.submit(market(on, sized, { ...change, ...waitingFor(now.type, cents, now.away) }), person, "wait"),
        ]);
        break;
      }
      case "bracket": {
        const sign = now.side === "buy" ? 1 : -1;
        const at = (away: number): string => ((cents + sign * away) / 100).toFixed(2);
        const stopLoss = now.trailing
          ? ({ type: "trailing-stop", trailingOffset: "2" } as const)
          : ({ type: "stop", triggerPrice: at(-200) } as const);
        const bracket = { stopLoss, takeProfit: { type: "limit", limitPrice: at(300) } } as const;
        send(() => [engine.submit(market(now.side, now.size, { bracket }), person, "plan")]);
        break;
      }
      case "group":
        send(() => {
          const dip = limit(now.side, "1", "99");
          return engine.submitGroup(now.kind, [dip, market(now.side, "1", waitingFor("stop", cents, 150))], person, "");
        });
        break;
      case "rebook": {
        const fills = engine.fills();
        const one = fills[now.pick % Math.max(1, fills.length)];
        const named = { orderId: one?.orderId ?? "nobody", fillId: one?.fillId ?? "none", reason: "script" };
        rig.say(
          now.change === null ? { kind: "fill-busted", ...named } : { kind: "fill-corrected", ...named, ...now.change },
        );
        break;
      }
      case "cancel":
        attempt(transcript, () => engine.cancel(id(now.pick), person, "script"));
        break;
      case "amend":
        attempt(transcript, () => engine.amend(id(now.pick), { size: now.size }, person, "script"));
        break;
      case "state":
        attempt(transcript, () => engine.setTradingState(now.to, person, "script"));
        break;
      case "kill":
        if (now.on) engine.engageKillSwitch(person, "script");
        else engine.releaseKillSwitch(person, "script");
        break;
      case "journal":
        if (journalMayFail) rig.journal.open = !now.failing;
        break;
      case "durable":
        engine.durable(rig.events.length - 1);
        break;
    }
  }
  transcript.push(
    JSON.stringify([engine.orders(), engine.positions(), engine.account(), engine.tradingState(), rig.asked]),
  );
  return { rig, transcript };
}

const scripts = fc.array(step, { minLength: 5, maxLength: 120 });

test("the same inputs give the same events and the same answers, bit for bit", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const one = play(script, true);
      const two = play(script, true);
      expect(JSON.stringify(two.rig.events)).toBe(JSON.stringify(one.rig.events));
      expect(two.transcript).toEqual(one.transcript);
    }),
    { numRuns: 80 },
  );
});

test("a fresh engine that applies the recorded events knows what the first one knew", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { rig } = play(script, false);
      rig.engine.durable(Number.MAX_SAFE_INTEGER);
      const again = engineRig(terms);
      again.engine.durable(Number.MAX_SAFE_INTEGER);
      warm(again);
      for (const event of rig.stored()) again.engine.restore(event);
      expect(again.events).toEqual([]);
      expect(again.asked).toEqual([]);
      const both = [rig, again];
      // Prices are the market's, not the journal's: both see the same ones before they are compared.
      // Past the order rate, which is the gate's own; a day that began now would begin at prices only one of them has seen.
      const at = Math.max(rig.clock.now, rig.engine.now()) + 2000;
      fc.pre(Math.ceil(at / 86_400_000) === Math.ceil(rig.engine.now() / 86_400_000));
      for (const it of both) {
        it.clock.now = at;
        it.price(101.5, 0);
        it.price(98.25, 1);
      }
      const facts = ({ engine }: EngineRig) => ({
        orders: engine.orders().map(({ updatedAt: _updatedAt, ...order }) => order),
        fills: engine.fills(),
        positions: engine.positions(),
        // A peak between two events is known to those who saw the price.
        account: { ...engine.account(), equityPeak: null },
        trading: engine.tradingState(),
      });
      expect(facts(again)).toEqual(facts(rig));
    }),
    { numRuns: 150 },
  );
});

test("event times never go back, whatever the venue's clock says", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { events } = play(script, false).rig;
      const times = events.map((event: NewJournalEvent) => event.at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});

test("the position is the sum of the fills, and cash is what they cost", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { engine } = play(script, true).rig;
      const units = (text: string): bigint => BigInt(Math.round(Number(text) * 1e6));
      for (const instrument of [btc, eth]) {
        const mine = engine.fills().filter((fill) => fill.instrumentId === instrument.id);
        const sum = mine.reduce(
          (total, fill) => total + (fill.side === "buy" ? units(fill.size) : -units(fill.size)),
          0n,
        );
        const position = engine.positions().find((held) => held.instrumentId === instrument.id);
        expect(units(position?.size ?? "0")).toBe(sum);
      }
      const spent = engine.fills().reduce((total, fill) => {
        const worth = BigInt(Math.round(Number(fill.size) * Number(fill.price) * 1e6));
        return total + (fill.side === "buy" ? worth : -worth) + units(fill.fee);
      }, 0n);
      expect(units(engine.account().cash)).toBe(100_000_000_000n - spent);
    }),
    { numRuns: 80 },
  );
});
