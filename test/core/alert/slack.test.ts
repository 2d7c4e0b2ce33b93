import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderSlack, type SlackMessage } from '../../../lib/core/alert/slack';
import { outsideCode, slackProblems } from '../../support/slack-blocks';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';

function textsOf({ blocks }: SlackMessage): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'section' ? [block.text.text] : block.elements.map(({ text }) => text),
  );
}

describe('renderSlack', () => {
  it.each([...CASES])('posts %s', (name, input) => {
    const payload = renderSlack(alertMessage(input));
    expect(slackProblems(payload)).toEqual([]);
    const json = `${JSON.stringify(payload, null, 2)}\n`;
    expect(json).toBe(golden(`${name}.slack.json`, json));
  });

  it('makes nothing of what a record says: no mention, no link, no formatting', () => {
    const input = inputOf({
      principal: { arn: 'arn:aws:iam::111122223333:role/<!channel>' },
      why: 'See *this* _now_ ~or~ never: <https://evil.example|here>, <@U012AB3CD>, :aws: `x`, @here & #general.',
    });
    const [headline, , why] = textsOf(renderSlack(alertMessage(input)));
    expect(headline).toContain('`&lt;!channel&gt;` was denied `s3:PutObject`');
    expect(why).toBe(
      "*Why*  See `*this*` `_now_` `~or~` never: `&lt;https://evil.example|here&gt;`, `&lt;@U012AB3CD&gt;`, `:aws`: `'x'`, `@here` `&amp;` `#general`.",
    );
  });

  it('keeps an ARN whole and outside of any markup', () => {
    const input = inputOf({ why: 'It covers arn:aws:s3:::a/* and arn:aws:s3:::b/*, not c.' });
    const [, , why] = textsOf(renderSlack(alertMessage(input)));
    expect(why).toBe('*Why*  It covers `arn:aws:s3:::a/*` and `arn:aws:s3:::b/*`, not c.');
  });

  it('cuts what is long and says so', () => {
    const statement = {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::bucket-${index}/*`),
    };
    const policy = {
      layer: 'identity',
      arn: null,
      name: null,
      attachedTo: 'arn:aws:iam::111122223333:role/r',
    } as const;
    const input = inputOf({
      remedy: { kind: 'grant', changes: [{ do: 'addStatement', policy, statement }] },
    });
    const payload = renderSlack(alertMessage(input));
    expect(slackProblems(payload)).toEqual([]);
    const fix = textsOf(payload).find((text) => text.startsWith('*Fix*'));
    expect(fix).toMatch(/\n… cut, \d{3} more lines: see denywatch explain --format markdown\n```$/);
    expect(fix?.length).toBeGreaterThan(2900);
  });

  it('drops the forms before the fix, and the fix before the story', () => {
    const long = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`aws:PrincipalTag/key-${index}`, 'v'.repeat(60)]),
    );
    const policy = {
      layer: 'identity',
      arn: null,
      name: null,
      attachedTo: 'arn:aws:iam::111122223333:role/r',
    } as const;
    const change = {
      do: 'addStatement',
      policy,
      statement: {
        Effect: 'Allow',
        Action: 'a:B',
        Resource: '*',
        Condition: { StringEquals: long },
      },
    } as const;
    const input = inputOf({
      remedy: { kind: 'grant', changes: [change, change, change], says: 'Add it.' },
    });
    const payload = renderSlack(alertMessage(input));
    expect(slackProblems(payload)).toEqual([]);
    const all = textsOf(payload);
    expect(all.filter((text) => text.includes('Create an inline policy'))).toHaveLength(3);
    expect(all.some((text) => text.startsWith('*Terraform*'))).toBe(false);
    expect(all.at(-1)).toBe(
      'Some of this alert did not fit into a message: see denywatch explain --format markdown',
    );
  });

  it('holds the limits and escapes, whatever a record says', () => {
    fc.assert(
      fc.property(hostileInput(), (input) => {
        const payload = renderSlack(alertMessage(input));
        expect(slackProblems(payload)).toEqual([]);
        for (const text of textsOf(payload)) {
          const bare = outsideCode(text).replace(/<https:\/\/[^\s<>|]+\|[^<>|]+>/g, '');
          // Labels, and the caller's name in the headline, are bold.
          const labels = /^\*[A-Z][\w ]*\??\*|(?<=^\S+ )\*[\p{L}\p{N} .-]+\*/gmu;
          expect(bare.replace(labels, '')).not.toMatch(/[*_~@#|]|:[a-z]+:/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
