import { expect, test } from "vitest";
import { FirmDayPoint, PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { person } from "../../../tests/fixtures/engine-rig.ts";
import { firmRig, traded } from "../../../tests/fixtures/firm-rig.ts";
import { presetIds } from "../../../tests/fixtures/prop-firm-presets.ts";

test.each(presetIds)("the report of %s is of the form that a screen is sent, before and after trading", (id) => {
  const { rig, watch } = firmRig(id);
  expect(PropFirmReport.parse(watch.report())).toEqual(watch.report());
  rig.limits = { ...rig.limits, maxNotionalPerOrder: "1000000" };
  try {
    traded(rig, "buy", "0.001", 100_000);
  } catch {
    // A closing hour, or a limit whose number is in no source.
  }
  rig.clock.now += 86_400_000;
  rig.price(101_000);
  rig.engine.setTradingState("active", person, "looked at");
  expect(PropFirmReport.parse(watch.report())).toEqual(watch.report());
  for (const point of watch.points.list()) expect(FirmDayPoint.parse(point)).toEqual(point);
});
