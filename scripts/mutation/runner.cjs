/**
 * Jest's runner for mutation testing, where every test file is loaded anew for every mutant: it loads only
 * the files with a test that Stryker asks for, the most promising first, and stops after the first that fails.
 *
 * Which tests a file has and how long it takes is noted in the first run, without mutant, in the sandbox.
 */
const fs = require('node:fs');
const path = require('node:path');
const { default: JestRunner } = require('jest-runner');
const { namesIn } = require('./names.cjs');

const notes = path.resolve('test-files.json');

module.exports = class extends JestRunner {
  async runTests(tests, watcher, options) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return this.note(tests, watcher, options);
    const noted = JSON.parse(fs.readFileSync(notes, 'utf8'));
    let failed = false;
    const stop = [
      this.on('test-file-success', ([, result]) => (failed ||= result.numFailingTests > 0)),
      this.on('test-file-failure', () => (failed = true)),
    ];
    for (const test of this.wanted(tests, noted)) {
      if (!failed) await super.runTests([test], watcher, options);
    }
    for (const each of stop) each();
  }

  /** The files with a test that is asked for, those first that have the most of them for the time they take. */
  wanted(tests, noted) {
    const asked = namesIn(this._globalConfig.testNamePattern);
    return tests
      .map((test) => {
        const { names, ms } = noted[path.relative('.', test.path)];
        const wanted = names.filter((name) => asked === null || asked.has(name)).length;
        return { test, wanted, cost: ms / wanted };
      })
      .filter(({ wanted }) => wanted > 0)
      .sort((one, other) => one.cost - other.cost)
      .map(({ test }) => test);
  }

  async note(tests, watcher, options) {
    const noted = {};
    const stop = this.on('test-file-success', ([test, { testResults, perfStats }]) => {
      const names = testResults.map(({ fullName }) => fullName);
      noted[path.relative('.', test.path)] = { names, ms: perfStats.runtime };
    });
    await super.runTests(tests, watcher, options);
    stop();
    fs.writeFileSync(notes, JSON.stringify(noted));
  }
};
