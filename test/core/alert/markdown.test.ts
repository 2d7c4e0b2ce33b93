import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderMarkdown } from '../../../lib/core/alert/markdown';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';

/** What is neither in a fence nor in a code span nor a link of our own, as CommonMark reads it. */
function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence === null && ticks !== undefined && !line.slice(ticks.length).includes('`'))
      fence = ticks;
    else if (fence === null) lines.push(withoutSpans(line));
    else if (line === fence) fence = null;
  }
  expect(fence).toBeNull();
  return lines.join('\n').replace(/\]\(<https:\/\/[^<>\s]+>\)/g, ']');
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

describe('renderMarkdown', () => {
  it.each([...CASES])('writes %s', (name, input) => {
    const markdown = renderMarkdown(alertMessage(input));
    expect(markdown).toBe(golden(`${name}.md`, markdown));
  });

  it('makes nothing of what a record says', () => {
    const input = inputOf({
      principal: { arn: 'arn:aws:iam::111122223333:role/a`b' },
      why: 'See [this](javascript:x), <script>, www.evil.example, @team, #12, a|b, `x`, *b* & _i_.',
      input: { accountName: '1. # [x]' },
    });
    const [headline, , facts, , why] = renderMarkdown(alertMessage(input)).split('\n');
    expect(headline).toContain('### ⛔ ``a`b`` was denied `s3:PutObject`');
    expect(facts).toMatch(/^1\\\. `#` \\\[x\\\] \(1111-2222-3333\) · /);
    expect(why).toBe(
      '**Why** See \\[`this](javascript:x`), `<script>`, `www.evil.example`, `@team`, `#12`, `a|b`, `` `x` ``, `*b*` `&` `_i_`.',
    );
  });

  it('ends a fence only where it ends', () => {
    const policy = {
      layer: 'identity',
      arn: null,
      name: null,
      attachedTo: 'arn:aws:iam::111122223333:role/r',
    } as const;
    const statement = { Effect: 'Allow', Action: 'a:B', Resource: '````' };
    const input = inputOf({
      remedy: { kind: 'grant', changes: [{ do: 'addStatement', policy, statement }] },
    });
    expect(renderMarkdown(alertMessage(input))).toContain('\n`````json\n{\n');
  });

  it('lets nothing of a record be Markdown', () => {
    fc.assert(
      fc.property(hostileInput(), (input) => {
        const markdown = renderMarkdown(alertMessage(input));
        const bare = outsideCode(markdown);
        expect(bare.replace(/\\[\\`*_[\]|~]/g, '')).not.toMatch(/[`_|~<>@]|https?:\/\/|www\./i);
        const words = bare
          .replace(/^(?:### |- )/gm, '')
          .replace(/\*\*[\p{L}\p{N} .:?-]+\*\*/gu, 'B');
        expect(words.replace(/\[[^[\]]+\]/g, '').replace(/\\[\\`*_[\]|~]/g, '')).not.toMatch(
          /[*[\]]/,
        );
        expect(words).not.toMatch(/^\s*(?:[-+#>=]|\d+[.)])(?:\s|$)/m);
        expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });
});
