import fc from 'fast-check';
import { renderAmazonQ } from '../../../lib/core/alert/amazon-q';
import type { Post } from '../../../lib/core/channel';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput, hostileText } from './hostile';
import { alertPost, repeated, STATES, stormPost } from './posts';

function textsOf(post: Post): readonly string[] {
  const { content } = renderAmazonQ(post);
  return [content.title, content.description, ...(content.nextSteps ?? [])];
}

describe('renderAmazonQ', () => {
  it.each([
    ['near-miss', alertPost()],
    ['guardrail', alertPost({ input: CASES.get('scp-guardrail') ?? inputOf() })],
    [
      'escalated',
      alertPost({
        reason: 'escalated',
        revision: 2,
        input: repeated('identity-near-miss', 1240, '2026-11-19T15:20:00Z'),
        group: { escalatedTo: 1000, sessions: 20, owner: 'payments-core' },
      }),
    ],
    ['storm', stormPost()],
  ])('makes the notification that was looked at: %s', (name, post) => {
    const json = `${JSON.stringify(renderAmazonQ(post), null, 2)}\n`;
    expect(json).toBe(golden(`amazon-q/${name}.json`, json));
  });

  it('keeps all that is said of one problem in one thread, each message with its own id', () => {
    const first = renderAmazonQ(alertPost());
    const second = renderAmazonQ(alertPost({ reason: 'reopened', revision: 5 }));
    expect(first.metadata.threadId).toBe('3f9c2a71d04b');
    expect(second.metadata.threadId).toBe(first.metadata.threadId);
    expect([first.id, second.id]).toEqual(['3f9c2a71d04b:1:first', '3f9c2a71d04b:5:reopened']);
    const opened = renderAmazonQ(stormPost());
    const closed = renderAmazonQ(stormPost({ phase: 'closed' }));
    expect(closed.metadata.threadId).toBe(opened.metadata.threadId);
    expect(closed.id).not.toBe(opened.id);
  });

  it('says why it is sent, before the reason', () => {
    const group = { state: STATES.reopened };
    const [, description = ''] = textsOf(alertPost({ reason: 'reopened', group }));
    const [, news, why] = description.split('\n\n');
    expect(news).toBe('Reopened, 2026-11-21 09:00 UTC: it occurs again.');
    expect(why).toMatch(/^No statement in the identity-based policies/);
  });

  it('cuts what is long between paragraphs and says so', () => {
    const why = 'word '.repeat(230);
    const input = inputOf({
      why,
      diagnosis: { evidence: [{ source: 'record', says: why }] },
      remedy: { owner: why },
      input: {
        recentChanges: Array.from({ length: 2 }, () => ({
          time: '2026-11-19T14:00:00Z',
          by: why,
          what: why,
          eventName: 'PutRolePolicy',
          eventId: null,
        })),
      },
    });
    const [, description = ''] = textsOf(alertPost({ input }));
    expect(description.length).toBeLessThan(2_700);
    expect(description).toMatch(/\n\nSome of it did not fit: see denywatch explain$/);
  });

  it('is never empty, and means nothing to Slack or to Teams, whatever a record says', () => {
    fc.assert(
      fc.property(hostileInput(), hostileText(), (input, text) => {
        const line = { groupId: 'g', headline: text, principal: text, severity: 'high' };
        for (const post of [
          alertPost({ input, group: { owner: text } }),
          stormPost({ caller: text }, { lines: [line], id: text }),
        ]) {
          const message = renderAmazonQ(post);
          expect(JSON.stringify(message)).not.toMatch(/[<>]/);
          expect(message.metadata.threadId).not.toMatch(/[\p{Cc}\p{Cs}]/u);
          for (const one of textsOf(post)) {
            expect(one).not.toBe('');
            expect(one.split('`').length % 2).toBe(1);
            const bare = one
              .replace(/```[\s\S]*?```/g, ' ')
              .replace(/`[^`]*`/g, ' ')
              .replace(
                /(?:CloudTrail|https?:|role|policy|key)\S* ?\S*: https:\/\/\S+|https:\/\/\S+/g,
                ' ',
              );
            expect(bare).not.toMatch(/[*_~@#|<>]|:[a-z]+:|\]\(/);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
