import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import type { TestOutcome } from "./tally.ts";

interface Collected {
  outcomes: TestOutcome[];
  outside: string[];
}

function outcomesOf(module: TestModule, file: string): TestOutcome[] {
  return [...module.children.allTests()].map((test) => {
    const result = test.result();
    const note = result.state === "skipped" ? (result.note ?? "") : "";
    // A test without a result was collected and never ran: that is a failure, not a skip.
    const state = result.state === "pending" ? "failed" : result.state;
    return { file, name: test.fullName, state, note };
  });
}

/** A vitest reporter that keeps what the closing lines need, errors outside of tests included. */
export function outcomeReporter(root: string): Reporter & { readonly collected: Collected } {
  const collected: Collected = { outcomes: [], outside: [] };
  return {
    collected,
    onTestRunEnd(modules, unhandledErrors) {
      for (const module of modules) {
        const file = relative(root, module.moduleId);
        collected.outcomes.push(...outcomesOf(module, file));
        for (const error of module.errors()) collected.outside.push(`${file}: ${error.message}`);
        for (const suite of module.children.allSuites()) {
          for (const error of suite.errors()) collected.outside.push(`${file} › ${suite.fullName}: ${error.message}`);
        }
      }
      for (const error of unhandledErrors) collected.outside.push(`outside any test: ${error.message}`);
    },
  };
}
