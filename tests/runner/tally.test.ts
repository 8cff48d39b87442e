import { describe, expect, test } from "vitest";
import { skipLines } from "./skip-classes.ts";
import { closingLine, type TestOutcome, tallyOutcomes } from "./tally.ts";

const outcome = (state: TestOutcome["state"], file = "main/a.test.ts", note = ""): TestOutcome => ({
  file,
  name: "does something",
  state,
  note,
});

describe("the closing line", () => {
  test("leaves skipped tests out when there are none", () => {
    expect(closingLine(tallyOutcomes([outcome("passed"), outcome("passed")], []))).toBe("tests: 2 passed, 0 failed");
  });

  test("counts skipped tests when there are some", () => {
    const tally = tallyOutcomes([outcome("passed"), outcome("skipped"), outcome("failed")], []);
    expect(closingLine(tally)).toBe("tests: 1 passed, 1 failed, 1 skipped");
  });

  test("counts an error outside of any test as a failure", () => {
    expect(closingLine(tallyOutcomes([outcome("passed")], ["a file did not load"]))).toBe("tests: 1 passed, 1 failed");
  });
});

describe("skipped tests", () => {
  test("get one line a class that says how to run them", () => {
    const lines = skipLines([
      outcome("skipped", "renderer/chart.browser.test.tsx"),
      outcome("skipped", "tests/e2e/desk.test.ts"),
      outcome("skipped", "main/adapters/secrets-keychain/keychain.test.ts"),
      outcome("skipped", "tests/agreement/oracle.test.ts", "../shared/data is absent"),
    ]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^skipped, Chromium: 2 tests; .*apt-get install chromium/);
    expect(lines[1]).toMatch(/^skipped, keychain: 1 test; .*gnome-keyring dbus libsecret-1-dev/);
    expect(lines[2]).toContain("shared/data");
  });

  test("are sorted by what they say themselves before where they stand", () => {
    expect(skipLines([outcome("skipped", "tests/e2e/a.test.ts", "no Secret Service answers")])[0]).toContain(
      "keychain",
    );
  });

  test("of Wycheproof's vectors ask for those and for no browser, though one of them tests what runs in one", () => {
    const name = "Ed25519 in a browser judges every signature of Wycheproof as it is meant";
    const [line] = skipLines([{ ...outcome("skipped", "tests/contract/wycheproof.test.ts"), name }]);
    expect(line).toMatch(/^skipped, Wycheproof: 1 test; .*circl-dev/);
  });

  test("of no known class name their files", () => {
    expect(skipLines([outcome("skipped", "main/odd.test.ts")])[0]).toContain("main/odd.test.ts");
  });
});
