import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderMarkdown } from '../../../lib/core/alert/markdown';
import { markdownProblems } from '../../support/markdown-problems';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';

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
        expect(markdownProblems(renderMarkdown(alertMessage(input)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
