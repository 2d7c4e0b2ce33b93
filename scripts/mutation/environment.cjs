/**
 * Jest's Node.js environment, but that tests are told apart by their whole names, and that after the first
 * test that fails the others of its file are skipped.
 */
const { TestEnvironment } = require('jest-environment-node');
const { namesIn } = require('./names.cjs');

module.exports = class extends TestEnvironment {
  failed = false;

  handleTestEvent(event, state) {
    if (event.name === 'setup') {
      const names = namesIn(event.testNamePattern);
      // The state is filled after this event; it is asked for a test only.
      if (names !== null) this.names = { test: (name) => names.has(name) };
    }
    if (event.name === 'run_start' && this.names) state.testNamePattern = this.names;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
  }
};
