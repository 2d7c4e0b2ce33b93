import fc from 'fast-check';
import { validChatJob } from '../../../lambdas/shared/chat-messages';
import { readSlackPress, type SlackPress } from '../../../lambdas/shared/slack-press';
import { choice, formOf, press, pressPayload, SENT } from '../slack-requests';

const HOME = new Set(['T0HOME', 'T0SECOND']);

function read(payload: unknown): SlackPress {
  return readSlackPress(formOf(payload), HOME, SENT);
}

function actionsOf(asked: SlackPress): readonly unknown[] {
  return asked.kind === 'jobs' ? asked.jobs.map(({ action }) => action) : [];
}

describe('a press of a button', () => {
  it('is a job: what, by whom, when and on which message', () => {
    expect(read(pressPayload())).toEqual({
      kind: 'jobs',
      jobs: [
        {
          do: 'chatAction',
          action: { do: 'acknowledge', group: '3f9c2a71d04b' },
          by: { name: 'alice', id: 'slack:T0HOME/U0ALICE' },
          at: '2026-11-25T10:05:00.000Z',
          place: { channel: 'C0DENIALS', ts: '1795183260.000100' },
        },
      ],
    });
  });

  it.each([
    [choice('denywatch_mute', '7d 3f9c'), { do: 'mute', group: '3f9c', for: '7d' }],
    [choice('denywatch_mute', 'fixed 3f9c'), { do: 'mute', group: '3f9c', for: 'fixed' }],
    [press('denywatch_unmute', '3f9c'), { do: 'unmute', group: '3f9c' }],
    [press('denywatch_recheck', '3f9c'), { do: 'recheck', group: '3f9c' }],
    [press('denywatch_evidence', '3f9c'), { do: 'evidence', group: '3f9c' }],
    [choice('denywatch_copy', 'cdk 3f9c'), { do: 'copy', group: '3f9c', as: 'cdk' }],
  ])('can be %j', (entry, action) => {
    expect(actionsOf(read(pressPayload({ actions: [entry] })))).toEqual([action]);
  });

  it.each([
    ['of another app', press('approve', '3f9c')],
    ['with a time that is not offered', choice('denywatch_mute', '1y 3f9c')],
    ['with an id that no group has', press('denywatch_acknowledge', '../3f9c')],
    ['that is no object', 'denywatch_acknowledge'],
  ])('%s is none', (_, entry) => {
    expect(read(pressPayload({ actions: [entry] }))).toEqual({ kind: 'jobs', jobs: [] });
  });

  it('in a thread is answered in that thread', () => {
    const message = { ts: '1795183300.000200', thread_ts: '1795183260.000100' };
    expect(read(pressPayload({ message }))).toMatchObject({
      jobs: [{ place: { ts: '1795183260.000100' } }],
    });
  });

  it.each([
    ['its display name', { username: 'alice.b', name: 'alice' }, 'alice.b'],
    ['its old name', { name: 'alice' }, 'alice'],
    ['its id', {}, 'U0ALICE'],
    ['no more than fits', { username: 'a'.repeat(500) }, `${'a'.repeat(63)}…`],
    ['no line of its own', { username: 'ali\n\u202ece' }, 'ali \\u202ece'],
  ])('has a person by %s', (_, names, name) => {
    const user = { id: 'U0ALICE', team_id: 'T0HOME', ...names };
    expect(read(pressPayload({ user }))).toMatchObject({ jobs: [{ by: { name } }] });
  });
});

describe('a person', () => {
  it.each([
    [
      'a workspace that is not named',
      { team: { id: 'T0OTHER' }, user: { id: 'U1', team_id: 'T0OTHER' } },
      ['T0OTHER'],
    ],
    [
      'another company in a shared channel',
      { user: { id: 'U1', team_id: 'T0OTHER' } },
      ['T0HOME', 'T0OTHER'],
    ],
    ['no workspace at all', { team: null, user: { id: 'U1' } }, []],
  ])('of %s is a stranger', (_, changes, workspaces) => {
    expect(read(pressPayload(changes))).toEqual({ kind: 'stranger', workspaces });
  });

  it.each([
    [
      'an organization-wide app',
      { team: null, user: { id: 'U1', team_id: 'T0SECOND' } },
      'slack:T0SECOND/U1',
    ],
    ['an old payload', { user: { id: 'U1' } }, 'slack:T0HOME/U1'],
  ])('is known by the workspace with %s', (_, changes, id) => {
    expect(read(pressPayload(changes))).toMatchObject({ jobs: [{ by: { id } }] });
  });
});

describe('a request that is no press', () => {
  it('of another kind asks for nothing', () => {
    expect(read({ type: 'view_closed' })).toEqual({ kind: 'jobs', jobs: [] });
  });

  it.each([
    ['', /^it has no payload with a type$/],
    ['payload=%7B', /^it has no payload with a type$/],
    [formOf([]), /^it has no payload with a type$/],
    [formOf({ type: 'block_actions' }), /^user: .*; channel: .*; message: /],
    [formOf(pressPayload({ actions: Array.from({ length: 11 }, () => ({})) })), /^actions: /],
    [formOf(pressPayload({ channel: { id: 'C1\nx' } })), /^channel.id: /],
  ])('is named as unreadable: %s', (body, why) => {
    const asked = readSlackPress(body, HOME, SENT);
    expect(asked.kind).toBe('unreadable');
    expect(asked).toMatchObject({ why: expect.stringMatching(why) as string });
  });

  it('never throws, and makes no job that the queue does not take', () => {
    const anything = fc.oneof(
      fc.json().map((json) => new URLSearchParams({ payload: json }).toString()),
      fc
        .record({ user: fc.anything(), message: fc.anything(), actions: fc.anything() })
        .map((changes) => formOf(pressPayload(changes))),
      fc.string(),
    );
    fc.assert(
      fc.property(anything, (body) => {
        const asked = readSlackPress(body, HOME, SENT);
        const jobs = asked.kind === 'jobs' ? asked.jobs : [];
        const received: unknown = JSON.parse(JSON.stringify(jobs));
        expect([received].flat().map(validChatJob)).toEqual(jobs);
      }),
    );
  });
});
