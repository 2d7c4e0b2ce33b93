/**
 * The names of the tests that Stryker asks for, out of the pattern that it makes of them. To try a pattern of
 * hundreds of names on hundreds of names takes longer than to run the tests.
 *
 * @param {string | undefined} pattern as Stryker's runner for jest writes it: `(one)|(other)`, escaped
 * @returns {Set<string> | null} null when all are asked for
 */
exports.namesIn = (pattern) => {
  if (!pattern) return null;
  const names = pattern.slice(1, -1).split(')|(');
  return new Set(names.map((name) => name.replaceAll(/\\(.)/gs, '$1')));
};
