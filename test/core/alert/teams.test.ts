import fc from 'fast-check';
import { renderTeams, type TeamsMessage } from '../../../lib/core/alert/teams';
import type { CardElement } from '../../../lib/core/alert/teams/card';
import { cardProblems } from '../../support/receivers/teams-card';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput, hostileText } from './hostile';
import { alertPost, repeated, STATES, stormPost } from './posts';

function cardOf(message: TeamsMessage): TeamsMessage['attachments'][0]['content'] {
  return message.attachments[0].content;
}

function textsOf(elements: readonly CardElement[]): readonly string[] {
  return elements.map((element) =>
    element.type === 'CodeBlock'
      ? element.codeSnippet
      : element.inlines.map(({ text }) => text).join(''),
  );
}

const bytes = (message: TeamsMessage): number => Buffer.byteLength(JSON.stringify(message));

describe('renderTeams', () => {
  it.each([
    ['near-miss', alertPost()],
    ['guardrail', alertPost({ input: CASES.get('scp-guardrail') ?? inputOf() })],
    [
      'escalated',
      alertPost({
        reason: 'escalated',
        input: repeated('identity-near-miss', 1240, '2026-11-19T15:20:00Z'),
        group: { escalatedTo: 1000, sessions: 20, owner: 'payments-core' },
      }),
    ],
    ['storm', stormPost()],
  ])('makes the card that was looked at: %s', (name, post) => {
    const json = `${JSON.stringify(renderTeams(post), null, 2)}\n`;
    expect(json).toBe(golden(`teams/${name}.json`, json));
  });

  it.each([...CASES])('makes a card that Teams shows: %s', (_, input) => {
    const message = renderTeams(alertPost({ input }));
    expect(cardProblems(cardOf(message))).toEqual([]);
    expect(bytes(message)).toBeLessThanOrEqual(28 * 1024);
  });

  it('tells the story in the order of a reader’s questions', () => {
    const { body, actions = [] } = cardOf(renderTeams(alertPost()));
    const texts = textsOf(body);
    expect(texts[0]).toBe(
      '⛔ payments-worker was denied s3:PutObject on my-bucket/uploads/2026/11/invoice-8812.pdf',
    );
    expect(texts[1]).toContain('14 times, 2026-11-19 14:02 to 14:41 UTC');
    expect(texts[2]).toMatch(/^Why {2}No statement in the identity-based policies/);
    expect(texts[4]).toMatch(/^Fix {2}In inline policy s3-access of role payments-worker/);
    expect(texts[5]).toContain('\n- "Resource": "arn:aws:s3:::my-bucket"\n');
    expect(texts.some((text) => text.startsWith('Sure?  Confirmed: '))).toBe(true);
    expect(actions.map(({ title }) => title)).toEqual([
      'CloudTrail event',
      'role',
      'The fix as JSON, CDK, Terraform',
      'Evidence',
    ]);
  });

  it.each([
    ['escalated', { count: 104, escalatedTo: 100 }, 'Now 104 times, more than 100.'],
    ['reopened', { state: STATES.reopened }, 'Reopened, 2026-11-21 09:00 UTC: it occurs again.'],
    ['first', { state: STATES.acknowledged }, 'Acknowledged by alice, 2026-11-19 15:02 UTC.'],
  ] as const)('says why it is sent, and what became of it: %s', (reason, group, expected) => {
    const { body } = cardOf(renderTeams(alertPost({ reason, group })));
    expect(textsOf(body)).toContain(expected);
  });

  it('leaves out the forms first, then what is less needed, and says so', () => {
    const resources = (count: number): readonly string[] =>
      Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${index}-${'x'.repeat(80)}`);
    const policy = { layer: 'identity', arn: null, name: 'p', attachedTo: 'role r' } as const;
    const message = (count: number): TeamsMessage => {
      const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: resources(count) };
      const changes = [{ do: 'addStatement', policy, statement } as const];
      return renderTeams(alertPost({ input: inputOf({ remedy: { kind: 'grant', changes } }) }));
    };
    const titles = (count: number): readonly string[] =>
      (cardOf(message(count)).actions ?? []).map(({ title }) => title);
    expect(titles(2)).toContain('The fix as JSON, CDK, Terraform');
    expect(titles(40)).not.toContain('The fix as JSON, CDK, Terraform');
    for (const count of [2, 40, 400]) expect(bytes(message(count))).toBeLessThanOrEqual(26_000);
    expect(textsOf(cardOf(message(400)).body).at(-1)).toBe(
      'Some of this alert did not fit into a card: see denywatch explain.',
    );
    expect(textsOf(cardOf(message(400)).body).join('\n')).toMatch(/… cut, \d+ more lines: see/);
  });

  it('keeps to the limits, and to plain text, whatever a record says', () => {
    fc.assert(
      fc.property(hostileInput(), hostileText(), (input, text) => {
        const owner = `<at>everyone</at> ${text}`;
        for (const post of [alertPost({ input, group: { owner } }), stormPost({ caller: owner })]) {
          const message = renderTeams(post);
          expect(cardProblems(cardOf(message))).toEqual([]);
          expect(bytes(message)).toBeLessThanOrEqual(26_000);
        }
      }),
      { numRuns: 25 },
    );
  });
});
