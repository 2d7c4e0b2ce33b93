/** Backslash escapes that Denywatch writes. */
const ESCAPES = /\\[\\`*_[\]|~]/g;

/**
 * What of a Markdown message may mean more than plain words with a heading, lists, labels in bold, code
 * and links of Denywatch's own; empty when nothing does.
 *
 * Follows: CommonMark Spec 0.31, "Fenced code blocks", "Code spans", "Backslash escapes".
 */
export function markdownProblems(markdown: string): readonly string[] {
  const problems: string[] = [];
  const bare = outsideCode(markdown);
  if (bare === null) return ['has a fence that does not end'];
  if (/[`_|~<>@]|https?:\/\/|www\./i.test(bare.replace(ESCAPES, ''))) {
    problems.push(`has markup, a mention or a link outside of code: ${bare}`);
  }
  const words = bare.replace(/^(?:### |- )/gm, '').replace(/\*\*[\p{L}\p{N} .:?-]+\*\*/gu, 'B');
  if (/[*[\]]/.test(words.replace(/\[[^[\]]+\]/g, '').replace(ESCAPES, ''))) {
    problems.push(`has emphasis or a link of somebody else: ${words}`);
  }
  if (/^\s*(?:[-+#>=]|\d+[.)])(?:\s|$)/m.test(words)) {
    problems.push(`has a heading, quote or list of somebody else: ${words}`);
  }
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(markdown.replaceAll('\n', ''))) {
    problems.push('has a character that cannot be seen');
  }
  return problems;
}

/** What is neither in a fence nor in a code span nor a link of our own, as CommonMark reads it; null where a fence does not end. */
function outsideCode(markdown: string): string | null {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence === null && ticks !== undefined && !line.slice(ticks.length).includes('`'))
      fence = ticks;
    else if (fence === null) lines.push(withoutSpans(line));
    else if (line === fence) fence = null;
  }
  return fence === null ? lines.join('\n').replace(/\]\(<https:\/\/[^<>\s]+>\)/g, ']') : null;
}

/** Code begins with a run of backticks that is not escaped and ends with the next run of that length. */
function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  const first = runs.find(({ index }) => !/(?:^|[^\\])(?:\\\\)*\\$/.test(line.slice(0, index)));
  const end = runs.find(
    ([ticks], at) =>
      first !== undefined && at > runs.indexOf(first) && ticks.length === first[0].length,
  );
  if (first === undefined || end === undefined) return line;
  return `${line.slice(0, first.index)}C${withoutSpans(line.slice(end.index + end[0].length))}`;
}
