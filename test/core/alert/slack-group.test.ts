import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import {
  renderSlackAlone,
  renderSlackGroup,
  type SlackGroupMessage,
} from '../../../lib/core/alert/slack-group';
import { renderSlackStorm, renderSlackStormEnd } from '../../../lib/core/alert/slack-storm';
import {
  renderSlackCopy,
  renderSlackDetails,
  renderSlackEvidence,
  renderSlackNews,
} from '../../../lib/core/alert/slack-thread';
import { renderSlack } from '../../../lib/core/alert/slack';
import type { GroupState } from '../../../lib/core/group/group';
import { outsideCode, slackProblems } from '../../support/slack-blocks';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput, hostileText } from './hostile';
import { alertPost, groupFacts, repeated, STATES, stormPost } from './posts';

const TOLD = { at: '2026-11-19T14:42:00.000Z', count: 14 };

function checked(message: SlackGroupMessage | null): string {
  expect(message).not.toBeNull();
  expect(slackProblems(message)).toEqual([]);
  return `${JSON.stringify(message, null, 2)}\n`;
}

function textsOf(message: SlackGroupMessage | null): readonly string[] {
  return (message?.blocks ?? []).flatMap((block) => {
    if (block.type === 'section') return [block.text.text];
    return block.type === 'context' ? block.elements.map(({ text }) => text) : [];
  });
}

describe('the message about a group', () => {
  const many = repeated('identity-near-miss', 1240, '2026-11-19T16:01:00Z');

  it.each([
    ['group', renderSlackGroup(alertPost(), true)],
    [
      'group-grown',
      renderSlackGroup(
        alertPost({
          input: many,
          group: {
            sessions: 20,
            owner: 'payments-core',
            escalatedTo: 1000,
            state: STATES.acknowledged,
          },
        }),
        true,
      ),
    ],
    [
      'group-acknowledged',
      renderSlackGroup(alertPost({ group: { state: STATES.acknowledged } }), true),
    ],
    ['group-muted', renderSlackGroup(alertPost({ group: { state: STATES.muted } }), true)],
    ['group-resolved', renderSlackGroup(alertPost({ group: { state: STATES.resolved } }), true)],
    ['group-details', renderSlackDetails(alertPost().alert)],
    ['group-evidence', renderSlackEvidence(alertPost().alert)],
    [
      'group-escalated-alone',
      renderSlackAlone(
        alertPost({ reason: 'escalated', input: many, group: { escalatedTo: 1000 } }),
      ),
    ],
    [
      'thread-repeats',
      renderSlackNews(alertPost({ reason: 'repeats', input: many }), {
        at: '2026-11-19T15:02:00.000Z',
        count: 118,
      }),
    ],
    [
      'thread-escalated',
      renderSlackNews(
        alertPost({
          reason: 'escalated',
          input: repeated('identity-near-miss', 104, '2026-11-19T14:57:00Z'),
          group: { escalatedTo: 100 },
        }),
        TOLD,
      ),
    ],
    [
      'thread-answered',
      renderSlackNews(
        alertPost({ reason: 'answered', group: { state: STATES.acknowledged } }),
        TOLD,
      ),
    ],
    ['storm', renderSlackStorm(stormPost())],
    ['storm-closed', renderSlackStorm(stormPost({ phase: 'closed' }))],
    ['storm-end', renderSlackStormEnd(stormPost({ phase: 'closed' }))],
  ])('is as it was looked at: %s', (name, message) => {
    const json = checked(message);
    expect(json).toBe(golden(`slack/${name}.json`, json));
  });

  it('has no buttons where nobody listens to them', () => {
    expect(renderSlackGroup(alertPost(), true).blocks.at(-1)).toMatchObject({ type: 'actions' });
    const silent = renderSlackGroup(alertPost(), false);
    expect(silent.blocks.map(({ type }) => type)).not.toContain('actions');
  });

  it.each([
    ['new', null],
    ['alerted', null],
    ['repeated', null],
    ['acknowledged', '*Acknowledged* by alice, 2026-11-19 15:02 UTC.'],
    ['muted', '*Muted* by alice until 2026-11-20 15:02 UTC: fixed with the next release.'],
    ['resolved', '*Resolved*, 2026-11-19 16:00 UTC: it was checked again and would be allowed.'],
    ['reopened', '*Reopened*, 2026-11-21 09:00 UTC: it occurs again.'],
  ] as const)('says of a group that is %s: %s', (name, expected) => {
    const message = renderSlackGroup(alertPost({ group: { state: STATES[name] } }), true);
    const states = textsOf(message).filter((text) => /^\*(?:Ack|Mut|Res|Reo)/.test(text));
    expect(states).toEqual(expected === null ? [] : [expected]);
  });

  it.each([...CASES])('fits into a message: %s', (_, input) => {
    const post = alertPost({ input });
    for (const message of [
      renderSlackGroup(post, true),
      renderSlackAlone(post),
      renderSlackDetails(post.alert),
      renderSlackEvidence(post.alert),
      renderSlackCopy(post.alert, 'json'),
      renderSlackCopy(post.alert, 'cdk'),
      renderSlackCopy(post.alert, 'terraform'),
    ]) {
      expect(slackProblems(message)).toEqual([]);
    }
  });

  it('is, alone and for the first time, what a webhook always sent', () => {
    for (const [, input] of CASES) {
      const post = alertPost({ input });
      expect(renderSlackAlone(post)).toEqual(renderSlack(post.alert));
    }
  });

  it('keeps the fix in the form that was asked for', () => {
    const { alert } = alertPost();
    const [, code = ''] = textsOf(renderSlackCopy(alert, 'terraform'))[0]?.split('```') ?? [];
    expect(code.trim()).toBe(alert.fix?.changes[0]?.terraform.trimEnd());
    const nothing = alertMessage(CASES.get('allowed-now') ?? repeated('root', 1, ''));
    expect(textsOf(renderSlackCopy(nothing, 'json'))).toEqual([
      'There is nothing to copy: no policy is to be changed.',
    ]);
  });
});

describe('what the thread is told', () => {
  const news = (reason: Parameters<typeof alertPost>[0], told = TOLD): readonly string[] | null => {
    const message = renderSlackNews(alertPost(reason), told);
    if (message !== null) checked(message);
    return message === null ? null : textsOf(message);
  };

  it('is nothing at first, and nothing when nothing was added', () => {
    expect(news({ reason: 'first' })).toBeNull();
    expect(news({ reason: 'repeats' })).toBeNull();
    expect(news({ reason: 'answered', group: { state: STATES.repeated } })).toBeNull();
  });

  it('is how many more there are', () => {
    const input = repeated('identity-near-miss', 1_240, '2026-11-19T15:20:00Z');
    expect(news({ reason: 'repeats', input })).toEqual([
      '1,226 more denials since 2026-11-19 14:42 UTC, 1,240 times in all.',
    ]);
  });

  it('is who answered', () => {
    expect(news({ reason: 'answered', group: { state: STATES.acknowledged } })).toEqual([
      '*Acknowledged* by alice, 2026-11-19 15:02 UTC.',
    ]);
  });

  it('is, for the channel too, that a threshold was passed, with the headline', () => {
    const input = repeated('identity-near-miss', 104, '2026-11-19T15:20:00Z');
    const [text] = news({ reason: 'escalated', input, group: { escalatedTo: 100 } }) ?? [];
    expect(text).toBe(
      '*Now* 104 times, more than 100.\n*payments-worker* was denied `s3:PutObject` on `my-bucket/uploads/2026/11/invoice-8812.pdf`',
    );
    const [exact] = news({ reason: 'escalated', group: { count: 10, escalatedTo: 10 } }) ?? [];
    expect(exact).toMatch(/^\*Now\* 10 times\.\n/);
  });

  it('is that it came back', () => {
    const [text] = news({ reason: 'reopened', group: { state: STATES.reopened } }) ?? [];
    expect(text).toMatch(
      /^\*Reopened\*, 2026-11-21 09:00 UTC: it occurs again\.\n\*payments-worker\*/,
    );
  });

  it('is what the diagnosis says by now', () => {
    const [text] = news({ reason: 'betterDiagnosis' }) ?? [];
    expect(text).toMatch(
      /^\*The diagnosis is new\* {2}No statement in the identity-based policies/,
    );
  });
});

describe('the summary of a storm', () => {
  it('shows what should not wait first, and counts what has no line', () => {
    const texts = textsOf(renderSlackStorm(stormPost()));
    expect(texts[0]).toBe(
      '⛈️ *34 new problems* since 2026-11-19 14:02 UTC: one message instead of one for each',
    );
    expect(texts[2]).toMatch(/^\*High severity\*\n• .*orders-4\/.*\n• .*orders-13\//);
    expect(texts.filter((text) => text.includes('• '))).toHaveLength(3);
    expect(texts.join('\n').split('• ')).toHaveLength(21);
    expect(texts.at(-1)).toBe('and 14 more');
  });

  it('names its caller', () => {
    const [first] = textsOf(renderSlackStorm(stormPost({ caller: 'payments-worker' })));
    expect(first).toContain('*34 new problems* of payments-worker since');
  });

  it.each([
    [{}, '*Storm over*: 34 new problems, 2026-11-19 14:02 to 14:17 UTC'],
    [
      { folded: 1, last: '2026-11-20T00:10:00Z' },
      '*Storm over*: 1 new problem, 2026-11-19 14:02 to 2026-11-20 00:10 UTC',
    ],
    [{ since: 'yesterday' }, '*Storm over*: 34 new problems'],
  ])('says when it is over: %j', (storm, expected) => {
    const [first] = textsOf(renderSlackStorm(stormPost({ phase: 'closed' }, storm)));
    expect(first).toBe(`⛈️ ${expected}`);
  });
});

describe('hostile text in a message about a group', () => {
  it('is text: no mention, no link, no markup', () => {
    const state = (text: string): GroupState[] => [
      { name: 'acknowledged', at: text, by: { name: text, id: text } },
      { name: 'muted', at: text, by: { name: text, id: text }, until: null, why: text },
    ];
    fc.assert(
      fc.property(hostileInput(), hostileText(), hostileText(), (input, a, b) => {
        for (const [index, one] of state(a).entries()) {
          const group = groupFacts({ state: one, owner: b, sessions: 3 });
          const reason = index === 0 ? 'answered' : 'escalated';
          const post = alertPost({ input, group, reason });
          const line = { groupId: 'g', headline: a, principal: b, severity: b };
          const lines = Array.from({ length: 20 }, () => line);
          for (const message of [
            renderSlackGroup(post, true),
            renderSlackAlone(post),
            renderSlackDetails(post.alert),
            renderSlackEvidence(post.alert),
            renderSlackCopy(post.alert, 'json'),
            renderSlackNews(post, { at: a, count: 1 }),
            renderSlackStorm(stormPost({ caller: b }, { lines, since: a, last: b })),
            renderSlackStormEnd(stormPost({ caller: a, phase: 'closed' }, { lines })),
          ]) {
            expect(slackProblems(message)).toEqual([]);
            for (const text of textsOf(message)) {
              const bare = outsideCode(text).replace(/<https:\/\/[^\s<>|]+\|[^<>|]+>/g, '');
              const ours = /^(?:⛈️ )?\*[\w,][\w ,]*\??\*|(?<=^(?:\S+ )?)\*[\p{L}\p{N} .-]+\*/gmu;
              expect(bare.replace(ours, '')).not.toMatch(/[*_~@#|]|:[a-z]+:/);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
