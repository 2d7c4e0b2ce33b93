import { renderSns } from '../../../lib/core/alert/sns';
import { renderSnsPost } from '../../../lib/core/alert/sns-post';
import { renderWebhook } from '../../../lib/core/alert/webhook';
import { CASES } from './cases';
import { golden } from './golden';
import { alertPost, repeated, STATES, stormPost, updatePost } from './posts';

const GROWN = repeated('identity-near-miss', 1240, '2026-11-19T15:20:00Z');

function jsonOf(text: string | undefined): Record<string, unknown> {
  return JSON.parse(text ?? '') as Record<string, unknown>;
}

describe('renderSnsPost', () => {
  it.each([...CASES])('is what it always was for a first alert, with an id: %s', (_, input) => {
    const post = alertPost({ input });
    const { subject, bodies, attributes } = renderSnsPost(post);
    const before = renderSns(post.alert);
    expect({ subject, bodies }).toEqual({ subject: before.subject, bodies: before.bodies });
    expect(attributes).toEqual({ ...before.attributes, alertId: post.id, reason: 'first' });
  });

  it.each([
    ['escalated', alertPost({ reason: 'escalated', input: GROWN, group: { escalatedTo: 1000 } })],
    ['reopened', alertPost({ reason: 'reopened', group: { state: STATES.reopened } })],
    ['storm', stormPost({ caller: 'payments-worker' })],
    ['storm-closed', stormPost({ phase: 'closed' })],
  ])('publishes what was looked at: %s', (name, post) => {
    const { subject, bodies, attributes } = renderSnsPost(post);
    const shown = [
      `Subject: ${subject}`,
      `SMS: ${bodies['sms'] ?? ''}`,
      ...Object.entries(attributes).map(([key, value]) => `${key}: ${value}`),
      '',
      bodies.default,
    ].join('\n');
    expect(shown).toBe(golden(`sns/${name}.txt`, shown));
  });

  it('tells programs why, and of the group', () => {
    const group = { state: STATES.reopened, owner: 'payments-core' };
    const { bodies } = renderSnsPost(alertPost({ reason: 'reopened', input: GROWN, group }));
    expect(jsonOf(bodies['sqs'])).toMatchObject({
      kind: 'denial',
      reason: 'reopened',
      group: { id: '3f9c2a71d04b', state: STATES.reopened, count: 1240, owner: 'payments-core' },
    });
  });

  it('tells programs of a storm, with the most severe of its problems as severity', () => {
    const { bodies, attributes } = renderSnsPost(stormPost());
    expect(attributes).toMatchObject({ severity: 'high', reason: 'storm' });
    const json = jsonOf(bodies['lambda']);
    expect(json).toMatchObject({ kind: 'storm', phase: 'opened', problems: 34, caller: null });
    expect(json['named']).toHaveLength(20);
  });
});

describe('renderWebhook', () => {
  it.each([
    ['first', alertPost()],
    ['answered', updatePost('h', { reason: 'answered', group: { state: STATES.muted } })],
    ['storm', stormPost()],
  ])('sends what was looked at: %s', (name, post) => {
    const { body } = renderWebhook(post);
    const json = `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
    expect(json).toBe(golden(`webhook/${name}.json`, json));
  });

  it('has one id for one thing, and another for another', () => {
    const id = (...post: Parameters<typeof alertPost>): string =>
      renderWebhook(alertPost(...post)).id;
    expect(id()).toBe(id({}, true));
    expect(id({ reason: 'escalated', revision: 2 })).not.toBe(id());
    const repeats = (count: number): string => {
      const input = repeated('identity-near-miss', count, '2026-11-19T15:20:00Z');
      return renderWebhook(updatePost('h', { input })).id;
    };
    expect(repeats(15)).toBe(repeats(15));
    expect(repeats(16)).not.toBe(repeats(15));
  });

  it('has an id that is safe in a header, without the full stop that ends it in what is signed', () => {
    const { id } = renderWebhook(stormPost({}, { id: `2026.\r\nx: ${'ä'.repeat(900)}` }));
    expect(id).toMatch(/^[\w:/-]{1,200}$/);
    expect(renderWebhook(stormPost()).id).toBe('2026-11-19T14:02:10_000Z/3f9c2a71d04b:34:opened');
  });

  it('says what changed in its type', () => {
    const type = (post: Parameters<typeof renderWebhook>[0]): unknown =>
      jsonOf(renderWebhook(post).body)['type'];
    expect(type(alertPost())).toBe('denial.first');
    expect(type(updatePost('h', { reason: 'betterDiagnosis' }))).toBe('denial.betterDiagnosis');
    expect(type(stormPost({ phase: 'continues' }))).toBe('storm.continues');
  });

  it('shows people who answered by name, not by the ids of their chat', () => {
    const group = { state: STATES.acknowledged };
    const { body } = renderWebhook(updatePost('h', { reason: 'answered', group }));
    expect(body).toContain('"by":"alice"');
    expect(body).not.toContain('U0123456789');
  });
});
