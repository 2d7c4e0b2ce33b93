import type { Digest } from '../../../lib/core/digest/digest';
import { percentile } from '../../../lib/core/digest/health';
import { DIGEST_LIMITS, type DigestInput } from '../../../lib/core/digest/input';
import { makeDigest } from '../../../lib/core/digest/make-digest';
import { UTC, zoneNamed } from '../../../lib/core/digest/zone';
import type { Group, GroupLabels } from '../../../lib/core/group/group';
import { aGroup, LABELS } from '../group/a-group';
import { threeWeeks } from '../../support/three-weeks';
import { grants } from './a-diagnosis';

const DAY = '2026-11-25';
const OLD = '2026-10-01T08:00:00Z';
const ALICE = { name: 'alice', id: 'slack:T1/U1' };

function digestOf(groups: readonly Group[], input: Partial<DigestInput> = {}): Promise<Digest> {
  return makeDigest({
    day: DAY,
    zone: UTC,
    groups,
    diagnosis: () => Promise.resolve(null),
    hidden: new Map(),
    noise: [],
    findings: [],
    health: { events: null, latencyMs: null, deadLetters: null },
    history: [],
    now: Date.parse('2026-11-26T06:00:00Z'),
    ...input,
  });
}

/** A problem that is there for weeks, ten times a day. */
function steady(
  id: string,
  labels: Partial<GroupLabels> = {},
  changes: Partial<Group> = {},
): Group {
  const days = Object.fromEntries(
    Array.from({ length: 35 }, (_, ago) => [
      new Date(Date.parse(DAY) - ago * 86_400_000).toISOString().slice(0, 10),
      10,
    ]),
  );
  return aGroup({
    id,
    first: OLD,
    count: 350,
    days,
    state: { name: 'repeated', at: OLD },
    labels: { ...LABELS, severity: 'low', ...labels },
    ...changes,
  });
}

describe('a quiet day', () => {
  test('is said in one line', async () => {
    const digest = await digestOf([steady('a'), steady('b', { action: 's3:GetObject' })]);
    expect(digest.quiet).toBe(true);
    expect(digest.line).toBe(
      'A quiet day: 20 denials of 2 problems; nothing new, nothing growing, nothing to decide.',
    );
    expect((await digestOf([])).line).toBe('A quiet day: no denials, nothing to decide.');
  });
});

test('what first occurred after the day is of another day', async () => {
  const later = { first: '2026-11-26T00:00:00Z', days: { '2026-11-26': 3 } };
  const { counts, oldest } = await digestOf([steady('a'), steady('b', {}, later)]);
  expect(counts.openProblems).toBe(1);
  expect(oldest.shown.map(({ groupId }) => groupId)).toEqual(['a']);
});

describe('what needs a decision', () => {
  const news = { first: '2026-11-25T09:00:00Z', days: { [DAY]: 1_200 } };
  test.each<[string, Partial<GroupLabels>, Partial<Group>, readonly string[]]>([
    ['root', { principalType: 'root' }, {}, ['root']],
    [
      'a write without credentials',
      { principalType: 'anonymous', severity: 'medium' },
      {},
      ['anonymous'],
    ],
    ['permissions', { severity: 'high' }, {}, ['privilege']],
    ['a new write', { severity: 'medium' }, news, ['write', 'newCaller']],
    [
      'a write that a guardrail stopped',
      { severity: 'medium', layer: 'scp' },
      news,
      ['guardrail', 'write', 'newCaller'],
    ],
    ['a new read', {}, news, []],
    ['an old write', { severity: 'medium' }, {}, []],
    [
      'permissions, muted',
      { severity: 'high' },
      { state: { name: 'muted', at: OLD, by: ALICE, until: null, why: null } },
      [],
    ],
    [
      'permissions, acknowledged',
      { severity: 'high' },
      { state: { name: 'acknowledged', at: OLD, by: ALICE } },
      [],
    ],
    [
      'permissions, after the mute',
      { severity: 'high' },
      { state: { name: 'muted', at: OLD, by: ALICE, until: '2026-11-26T05:00:00Z', why: null } },
      ['privilege'],
    ],
    ['permissions, not on the day', { severity: 'high' }, { days: { '2026-11-24': 5 } }, []],
    ['a new write that is noise', { severity: 'medium' }, { ...news, treatment: 'digestOnly' }, []],
  ])('%s', async (_, labels, changes, reasons) => {
    const { decisions } = await digestOf([steady('a', labels, changes)]);
    const found = decisions.shown.map((one) => (one.kind === 'problem' ? one.reasons : []));
    expect(found).toEqual(reasons.length === 0 ? [] : [reasons]);
  });

  test('is counted in the line of the day', async () => {
    const groups = [steady('a'), steady('b', { severity: 'medium' }, news)];
    expect((await digestOf(groups)).line).toBe(
      '1 thing needs a decision; 1 new; 1,210 denials of 2 problems (yesterday 10).',
    );
    const root = steady('c', { principalType: 'root' });
    expect((await digestOf([...groups, root])).line).toBe(
      '2 things need a decision, 1 of high severity; 1 new; 1,220 denials of 3 problems (yesterday 20).',
    );
  });
});

describe('a stolen key', () => {
  test('is not proposed what was refused to it', async () => {
    const stored = grants([
      { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::o/*' },
    ]);
    const input = { diagnosis: () => Promise.resolve(stored) };
    expect((await digestOf([steady('a')], input)).proposals.total).toBe(1);
    const finding = (await threeWeeks()).attack.findings[0];
    const caller = { ...finding?.caller, principalArn: LABELS.principalArn };
    const findings = [{ ...finding, caller }] as DigestInput['findings'];
    const digest = await digestOf([steady('a')], { ...input, findings });
    expect(digest.proposals.total).toBe(0);
    const advice = 'Do not grant it: there is a finding about this caller. See to that first.';
    const shown = [digest.problems.shown[0], digest.top.caller.shown[0]?.most];
    expect(shown.map((problem) => problem?.diagnosis?.remedy)).toEqual([advice, advice]);
    expect(digest.line).toBe('1 thing needs a decision; 10 denials of 1 problem (yesterday 10).');
  });
});

describe('noise that hides far more than usual', () => {
  test('is nothing to speak of on the first day that anything is hidden', async () => {
    const hidden = new Map([
      [DAY, new Map([['busy', 90]])],
      ['2026-11-24', new Map()],
    ]);
    expect((await digestOf([steady('a')], { hidden })).quiet).toBe(true);
  });

  test('makes the day no quiet one', async () => {
    const hidden = new Map([
      [DAY, new Map([['busy', 90]])],
      ['2026-11-24', new Map([['busy', 9]])],
    ]);
    expect(await digestOf([steady('a')], { hidden })).toMatchObject({
      quiet: false,
      line: 'Nothing needs a decision; more hidden as noise than usual; 10 denials of 1 problem (yesterday 10).',
    });
  });
});

test('of decisions with one reason, what is news comes first', async () => {
  const { decisions } = await digestOf([
    steady('known', { severity: 'high' }),
    steady('new', { severity: 'high' }, { first: '2026-11-25T09:00:00Z', days: { [DAY]: 1 } }),
  ]);
  const ids = decisions.shown.map((one) => (one.kind === 'problem' ? one.problem.groupId : ''));
  expect(ids).toEqual(['new', 'known']);
});

describe('sums', () => {
  test('add up, whatever they are by', async () => {
    const groups = Array.from({ length: 300 }, (_, at) =>
      steady(`g${at}`, {
        principalArn: `arn:aws:iam::111122223333:role/r${at % 7}`,
        action: `s3:A${at % 11}`,
        layer: at % 2 === 0 ? 'scp' : 'identity',
        accountId: at % 3 === 0 ? null : '111122223333',
        owner: at % 5 === 0 ? 'team-a' : null,
      }),
    );
    const digest = await digestOf(groups);
    for (const { shown } of Object.values(digest.top)) {
      expect(shown.reduce((sum, { today }) => sum + today, 0)).toBe(3_000);
      expect(shown.reduce((sum, { problems }) => sum + problems, 0)).toBe(300);
    }
    expect(digest.counts).toMatchObject({
      today: 3_000,
      yesterday: 3_000,
      usual: 3_000,
      problems: 300,
      callers: 7,
    });
    expect(Object.values(digest.counts.changes).reduce((a, b) => a + b, 0)).toBe(300);
    expect(digest.problems.shown).toHaveLength(DIGEST_LIMITS.problems);
    expect(digest.charts.heat.cells.flat().reduce((a, b) => a + b, 0)).toBe(3_000);
  });

  test('of hours are those of the zone, also on a day of 25', async () => {
    const group = aGroup({
      first: '2026-10-20T00:00:00Z',
      days: { '2026-10-24': 4, '2026-10-25': 6 },
      hours: {
        '2026-10-24T21:00': 3,
        '2026-10-24T22:00': 1,
        '2026-10-25T00:00': 2,
        '2026-10-25T01:00': 3,
        '2026-10-25T23:00': 1,
      },
    });
    const digest = await digestOf([group], { day: '2026-10-25', zone: zoneNamed('Europe/Berlin') });
    expect(digest.hoursInDay).toBe(25);
    expect(digest.counts).toMatchObject({ today: 6, yesterday: 3 });
    const hours = digest.charts.hours.filter(({ total }) => total > 0);
    expect(hours.map(({ from, label, total }) => [from.slice(0, 16), label, total])).toEqual([
      ['2026-10-24T22:00', '00', 1],
      ['2026-10-25T00:00', '02', 2],
      ['2026-10-25T01:00', '02', 3],
    ]);
    expect(digest.summary.hours).toMatchObject({ '00': 1, '02': 5 });
  });
});

describe('lists', () => {
  test('the oldest open problem comes first, without those that are answered', async () => {
    const { oldest } = await digestOf([
      steady('young', {}, { first: '2026-11-20T00:00:00Z' }),
      steady('old'),
      steady(
        'older',
        {},
        { first: '2026-01-01T00:00:00Z', state: { name: 'acknowledged', at: OLD, by: ALICE } },
      ),
    ]);
    expect(oldest.shown.map(({ groupId }) => groupId)).toEqual(['old', 'young']);
  });

  test('mutes that end soon are told of, with who muted', async () => {
    const muted = (until: string | null): Partial<Group> => ({
      state: { name: 'muted', at: OLD, by: ALICE, until, why: null },
    });
    const { mutesEnding } = await digestOf([
      steady('in four days', {}, muted('2026-11-30T06:00:00Z')),
      steady('in two days', {}, muted('2026-11-28T06:00:00Z')),
      steady('never', {}, muted(null)),
    ]);
    expect(mutesEnding.shown.map(({ groupId, standing }) => [groupId, standing.by])).toEqual([
      ['in two days', 'alice'],
    ]);
  });

  test('a caller that is denied something on many days is a repeat offender', async () => {
    const { offenders } = await digestOf([
      steady('a'),
      steady(
        'b',
        { principalArn: 'arn:aws:iam::111122223333:role/b' },
        { days: { [DAY]: 1, '2026-11-24': 1, '2026-11-23': 1, '2026-11-22': 1 } },
      ),
    ]);
    expect(offenders.shown).toEqual([
      {
        principal: 'orders-api',
        principalArn: LABELS.principalArn,
        accountId: '111122223333',
        days: 35,
        denials: 350,
        openProblems: 1,
      },
    ]);
  });

  test('what is hidden is compared, and idle only when every day was looked at', async () => {
    const hidden = new Map(
      Array.from({ length: 30 }, (_, ago) => {
        const day = new Date(Date.parse(DAY) - ago * 86_400_000).toISOString().slice(0, 10);
        return [day, new Map([['busy', ago === 0 ? 90 : 10]])] as const;
      }),
    );
    const noise = ['busy', 'idle'].map((id) => ({
      id,
      match: {},
      treatment: 'hide' as const,
      why: `${id}.`,
    }));
    const digest = await digestOf([], { hidden, noise });
    expect(digest.hidden).toMatchObject({
      today: 90,
      entries: [
        { entry: 'busy', why: 'busy.', today: 90, yesterday: 10, usual: 10, growing: true },
      ],
      idle: ['idle'],
    });
    hidden.delete('2026-11-10');
    expect((await digestOf([], { hidden, noise })).hidden.idle).toEqual([]);
  });

  test('the gap that keeps the most diagnoses incomplete becomes the advice', async () => {
    const tree = 'the SCPs: it takes a role in the management account';
    const gaps: Record<string, readonly string[]> = { a: [tree], b: ['other', tree], c: [] };
    const digest = await digestOf(
      ['a', 'b', 'c'].map((id) => steady(id)),
      {
        diagnosis: (id) => Promise.resolve(grants([], {}, gaps[id])),
      },
    );
    expect(digest.health).toMatchObject({
      diagnosesRead: 3,
      incomplete: 2,
      advice: `2 diagnoses are incomplete for one reason: ${tree}`,
      gaps: [
        { gap: tree, problems: 2, denials: 20 },
        { gap: 'other', problems: 1, denials: 10 },
      ],
    });
    expect(digest.problems.shown.map(({ diagnosis }) => diagnosis?.why)).toEqual(
      Array(3).fill('No identity-based policy allows it.'),
    );
  });

  test('a problem that was not diagnosed yet is told by its fingerprint', async () => {
    const { problems } = await digestOf([steady('a', {}, { labels: null })]);
    expect(problems.shown[0]).toMatchObject({
      headline: 'orders-api may not s3:putobject (not diagnosed yet)',
      accountId: '111122223333',
      service: 's3',
    });
  });
});

test('percentiles are those of the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([0, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 50, 95, 100]);
  expect(percentile([], 0.5)).toBeNull();
});
