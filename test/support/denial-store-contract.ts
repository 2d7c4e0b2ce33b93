/* eslint-disable jest/no-export -- the tests of every implementation run these */
import { createHash } from 'node:crypto';
import { claimed } from '../../lib/core/group/delivery';
import type { Group, Occurrence } from '../../lib/core/group/group';
import type { DenialStore, Fold, StoredDiagnosis } from '../../lib/core/group/store';
import { admit, CALM } from '../../lib/core/group/storm';
import { denialWith } from '../core/evidence/denial';
import { FINGERPRINT, folds, occurrence } from './occurrences';

/** A store to be tested, and the clock that it reads. */
export interface StoreUnderTest {
  readonly store: DenialStore;
  readonly clock: { now: number };
  /** Another one over the same memory, as another process would have it; the same where there can be only one. */
  readonly other: DenialStore;
}

const START = Date.parse('2026-11-25T12:00:00Z');
const DAY_MS = 86_400_000;

/** What every implementation of the port does. `open` gets the time at which the clock starts. */
export function denialStoreContract(open: (start: number) => Promise<StoreUnderTest>): void {
  let opened: StoreUnderTest;
  beforeEach(async () => {
    opened = await open(START);
  });

  describe('counts', () => {
    it('each occurrence once, however often and in whatever company it comes', async () => {
      const { store, other } = opened;
      await store.record(FINGERPRINT, [occurrence('1'), occurrence('2'), occurrence('1')], folds());
      await other.record(FINGERPRINT, [occurrence('2'), occurrence('3')], folds());
      const group = await store.record(FINGERPRINT, [occurrence('3'), occurrence('1')], folds());
      expect(group).toMatchObject({ count: 3, fingerprint: FINGERPRINT });
      await expect(store.group(group.id)).resolves.toStrictEqual(group);
    });

    it('under an id that is the same in every store', async () => {
      const { id } = await opened.store.record(FINGERPRINT, [occurrence('1')], folds());
      const hash = createHash('sha256').update(FINGERPRINT).digest('hex');
      expect(id).toBe(hash.slice(0, 20));
    });

    it('with only what is fresh given to the fold, in its order', async () => {
      const { store } = opened;
      await store.record(FINGERPRINT, [occurrence('2')], folds());
      const seen: string[][] = [];
      await store.record(
        FINGERPRINT,
        ['3', '2', '1'].map((id) => occurrence(id)),
        (group, fresh, id) => {
          seen.push(fresh.map((one) => one.id));
          return folds()(group, fresh, id);
        },
      );
      expect(new Set(seen.map((ids) => ids.join()))).toContain('3,1');
      expect(seen.at(-1)).toStrictEqual(['3', '1']);
    });

    it('nothing when nothing is fresh, whatever the fold would make of it', async () => {
      const { store } = opened;
      const before = await store.record(FINGERPRINT, [occurrence('1')], folds());
      const after = await store.record(FINGERPRINT, [occurrence('1')], () => ({
        ...before,
        count: 99,
      }));
      expect(after).toStrictEqual(before);
      await expect(store.group(before.id)).resolves.toStrictEqual(before);
    });

    it('a thousand in one call', async () => {
      const { store } = opened;
      const many = Array.from({ length: 1_000 }, (_, n) =>
        occurrence(`many-${n}`, { time: at(n * 97) }),
      );
      const group = await store.record(FINGERPRINT, many, folds());
      expect(group.count).toBe(1_000);
      const again = await store.record(FINGERPRINT, many, folds());
      expect(again.count).toBe(1_000);
    });

    it('nothing of a call whose fold throws', async () => {
      const { store } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      const fails: Fold = () => {
        throw new Error('no');
      };
      await expect(store.record(FINGERPRINT, [occurrence('2')], fails)).rejects.toThrow('no');
      await expect(store.group(id)).resolves.toMatchObject({ count: 1 });
      const group = await store.record(FINGERPRINT, [occurrence('2')], folds());
      expect(group.count).toBe(2);
    });

    it('records without a time, and with one that is none', async () => {
      const { store } = opened;
      const odd = [
        occurrence('1', { time: null }),
        occurrence('2', { time: 'yesterday' }),
        occurrence('3', { time: '' }),
      ];
      await store.record(FINGERPRINT, odd, folds());
      const group = await store.record(FINGERPRINT, odd, folds());
      expect(group.count).toBe(3);
    });

    it('one request in two trails once, in whichever group saw it first', async () => {
      const { store } = opened;
      const shared = { sharedId: 'shared-1' };
      const first = await store.record(FINGERPRINT, [occurrence('a', shared)], folds());
      const other = await store.record('v1|other', [occurrence('b', shared)], folds('v1|other'));
      expect(other).toStrictEqual(first);
      const twins = [occurrence('c', { sharedId: 's2' }), occurrence('d', { sharedId: 's2' })];
      const group = await store.record(FINGERPRINT, twins, folds());
      expect(group.count).toBe(2);
    });

    it('ids that look like anything else', async () => {
      const { store } = opened;
      const ids = ['pk', '__proto__', 'constructor', 'expiresAt', ' ', '#', 'x'.repeat(2_000), '✓'];
      const odd = ids.map((id) => occurrence(id, { sharedId: `shared ${id}` }));
      await store.record(FINGERPRINT, odd, folds());
      const group = await store.record(FINGERPRINT, odd, folds());
      expect(group.count).toBe(ids.length);
    });

    it('exactly, with several writers at once', async () => {
      const { store, other } = opened;
      const calls = Array.from({ length: 8 }, (_, n) =>
        (n % 2 === 0 ? store : other).record(
          FINGERPRINT,
          [occurrence(`w${n}`), occurrence(`w${(n + 1) % 8}`)],
          folds(),
        ),
      );
      const [group] = await Promise.all(calls);
      await expect(store.group(group?.id ?? '')).resolves.toMatchObject({ count: 8 });
    });

    it('refuses a call without occurrences', async () => {
      await expect(opened.store.record(FINGERPRINT, [], folds())).rejects.toThrow(
        'expected at least one occurrence',
      );
    });
  });

  describe('groups', () => {
    it('are null where there are none', async () => {
      const { store } = opened;
      await expect(store.group('0123456789abcdef0123')).resolves.toBeNull();
      await expect(store.diagnosis('0123456789abcdef0123')).resolves.toBeNull();
      await expect(store.updateGroup('0123456789abcdef0123', (g) => g)).resolves.toBeNull();
      await expect(
        store.saveDiagnosis('0123456789abcdef0123', aDiagnosis(), (g) => g),
      ).resolves.toBeNull();
      await expect(store.diagnosis('0123456789abcdef0123')).resolves.toBeNull();
    });

    it('are changed by many at once without losing a change', async () => {
      const { store, other } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      const raise = (group: Group): Group => ({ ...group, revision: group.revision + 1 });
      await Promise.all([store, other, store, other].map((each) => each.updateGroup(id, raise)));
      await expect(store.group(id)).resolves.toMatchObject({ revision: 4, count: 1 });
    });

    it('are left alone by a change that returns its argument', async () => {
      const { store } = opened;
      const before = await store.record(FINGERPRINT, [occurrence('1')], folds());
      await expect(store.updateGroup(before.id, (group) => group)).resolves.toStrictEqual(before);
    });

    it('are kept whole, whatever stands in them', async () => {
      const { store } = opened;
      const hostile = '__proto__"\\\u0000\uD800</script>\u2028';
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      const changed = await store.updateGroup(id, (group) => ({
        ...group,
        sessions: { named: [hostile, 'constructor'], more: true },
        checked: { at: at(1), by: { name: hostile, id: '' }, allowed: false },
      }));
      expect(changed?.sessions.named).toStrictEqual([hostile, 'constructor']);
      await expect(store.group(id)).resolves.toStrictEqual(changed);
    });

    it('keep the beginning of a text that is too long', async () => {
      const { store } = opened;
      const long = `v1|${'€'.repeat(200_000)}`;
      const { id } = await store.record(long, [occurrence('1')], folds(long));
      const group = await store.record(long, [occurrence('2')], folds(long));
      expect(group).toMatchObject({ id, count: 2 });
      expect(group.fingerprint).toBe(`v1|${'€'.repeat(996)}…`);
    });

    it('are forgotten when nothing happened for the time of retention', async () => {
      const { store, clock } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      clock.now += 89 * DAY_MS;
      await expect(store.group(id)).resolves.toMatchObject({ count: 1 });
      clock.now += 3 * DAY_MS;
      await expect(store.group(id)).resolves.toBeNull();
      const group = await store.record(FINGERPRINT, [occurrence('2')], folds());
      expect(group.count).toBe(1);
    });

    it('are forgotten no sooner than what belongs to them', async () => {
      const { store, clock } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      await store.saveDiagnosis(id, aDiagnosis(), (group) => ({ ...group, revision: 1 }));
      await store.updateDelivery(id, 'slack', (was) => ({ ...was, form: 'own', handle: 'C1/1' }));
      for (const month of [1, 2, 3, 4]) {
        clock.now += 30 * DAY_MS;
        await store.record(FINGERPRINT, [occurrence(`month ${month}`)], folds());
      }
      await expect(store.diagnosis(id)).resolves.not.toBeNull();
      const delivery = await store.updateDelivery(id, 'slack', (was) => was);
      expect(delivery).toMatchObject({ form: 'own', handle: 'C1/1' });
    });

    it('are found by the day on which they occurred last', async () => {
      const { store, clock } = opened;
      const days = ['2026-11-21', '2026-11-22', '2026-11-24', '2026-11-25'];
      for (const day of days) {
        const time = `${day}T10:00:00Z`;
        await store.record(`v1|${day}`, [occurrence(day, { time })], folds(`v1|${day}`));
      }
      await store.record('v1|none', [occurrence('none', { time: null })], folds('v1|none'));
      const ahead = { time: '2099-01-01T00:00:00Z' };
      await store.record('v1|ahead', [occurrence('ahead', ahead)], folds('v1|ahead'));
      clock.now += 60_000;
      const later = occurrence('later', { time: '2026-11-25T11:00:00Z' });
      await store.record('v1|2026-11-21', [later], folds('v1|2026-11-21'));
      const found = await collect(store.groupsSince('2026-11-24'));
      expect(found.map(({ fingerprint }) => fingerprint).sort()).toStrictEqual(
        ['v1|2026-11-21', 'v1|2026-11-24', 'v1|2026-11-25', 'v1|none', 'v1|ahead'].sort(),
      );
      expect(await collect(store.groupsSince('2026-11-21'))).toHaveLength(6);
    });
  });

  describe('diagnoses', () => {
    it('come back as they were, with the group changed together', async () => {
      const { store } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      const saved = await store.saveDiagnosis(id, aDiagnosis(), (group) => ({
        ...group,
        revision: group.revision + 1,
      }));
      expect(saved).toMatchObject({ revision: 1, count: 1 });
      await expect(store.group(id)).resolves.toStrictEqual(saved);
      await expect(store.diagnosis(id)).resolves.toStrictEqual(aDiagnosis());
    });

    it('are replaced, also when the group stays as it is', async () => {
      const { store, other } = opened;
      const { id } = await store.record(FINGERPRINT, [occurrence('1')], folds());
      await store.saveDiagnosis(id, aDiagnosis(), (group) => group);
      const better = { ...aDiagnosis(), incomplete: true, at: at(60) };
      await other.saveDiagnosis(id, better, (group) => group);
      await expect(store.diagnosis(id)).resolves.toStrictEqual(better);
    });
  });

  describe('deliveries and storms', () => {
    it('begin with nothing and are changed one after the other', async () => {
      const { store, other } = opened;
      const claim = (by: string, each: DenialStore): Promise<unknown> =>
        each.updateDelivery('g', 'slack', (delivery) =>
          delivery.claim === null ? claimed(delivery, by, START, 60_000) : delivery,
        );
      await Promise.all([claim('a', store), claim('b', other), claim('c', store)]);
      const end = await store.updateDelivery('g', 'slack', (delivery) => delivery);
      expect(end).toMatchObject({ form: 'none', uncertain: false });
      expect(['a', 'b', 'c']).toContain(end.claim?.by);
      const elsewhere = await store.updateDelivery('g', 'teams', (delivery) => delivery);
      expect(elsewhere.claim).toBeNull();
    });

    it('know storms by any scope', async () => {
      const { store, other } = opened;
      const limits = { newGroups: 1, windowMs: 60_000 };
      const line = { headline: 'h', principal: 'p', severity: 'low' };
      const scopes = ['slack', `slack ${'caller/'.repeat(400)}`, '#'];
      for (const scope of scopes) {
        for (const groupId of ['a', 'b', 'c']) {
          await store.updateStorm(scope, (was) => admit(was, { ...line, groupId }, START, limits));
        }
        const storm = await other.updateStorm(scope, (was) => was);
        expect(storm.active).toMatchObject({ folded: 2 });
      }
      await expect(store.updateStorm('calm', (was) => was)).resolves.toStrictEqual(CALM);
    });
  });

  describe('noise', () => {
    it('is counted by entry and day, each occurrence once', async () => {
      const { store, other, clock } = opened;
      await store.countHidden('scanner', [occurrence('1'), occurrence('2'), occurrence('1')]);
      await other.countHidden('scanner', [occurrence('2'), occurrence('3')]);
      await store.countHidden('pk', [occurrence('4', { time: null })]);
      await store.countHidden('pk', []);
      clock.now += DAY_MS;
      await store.countHidden('scanner', [occurrence('3'), occurrence('5')]);
      const first = await store.hidden('2026-11-25');
      expect([...first].sort()).toStrictEqual([
        ['pk', 1],
        ['scanner', 3],
      ]);
      expect([...(await store.hidden('2026-11-26'))]).toStrictEqual([['scanner', 1]]);
      expect([...(await store.hidden('2026-11-27'))]).toStrictEqual([]);
    });

    it('is counted once for a request in two trails, and hides none that is not noise', async () => {
      const { store } = opened;
      const shared = { sharedId: 'both' };
      await store.countHidden('scanner', [occurrence('1', shared)]);
      await store.countHidden('scanner', [occurrence('2', shared)]);
      expect([...(await store.hidden('2026-11-25'))]).toStrictEqual([['scanner', 1]]);
      const group = await store.record(FINGERPRINT, [occurrence('2', shared)], folds());
      expect(group.count).toBe(1);
    });

    it('is counted exactly, with several writers at once, in batches of any size', async () => {
      const { store, other } = opened;
      const batch = (from: number): Occurrence[] =>
        Array.from({ length: 150 }, (_, n) => occurrence(`h${from + n}`, { time: at(n) }));
      await Promise.all([
        store.countHidden('scanner', batch(0)),
        other.countHidden('scanner', batch(0)),
        store.countHidden('other', batch(150)),
      ]);
      expect([...(await store.hidden('2026-11-25'))].sort()).toStrictEqual([
        ['other', 150],
        ['scanner', 150],
      ]);
    });
  });

  describe('keys', () => {
    it('are new once, until their time is over', async () => {
      const { store, other, clock } = opened;
      const answers = await Promise.all(
        [store, other, store].map((each) => each.once('v0=abc', 300_000)),
      );
      expect(answers.filter((first) => first)).toHaveLength(1);
      await expect(store.once(`v0=${'x'.repeat(3_000)}`, 300_000)).resolves.toBe(true);
      clock.now += 299_000;
      await expect(store.once('v0=abc', 300_000)).resolves.toBe(false);
      clock.now += 2_000;
      await expect(store.once('v0=abc', 300_000)).resolves.toBe(true);
    });
  });
}

/** A diagnosis with everything that is hard to write down. */
export function aDiagnosis(): StoredDiagnosis {
  return {
    denial: denialWith({
      eventId: 'e3f3af0b-60c9-4f32-a9cf-ddb31612709d',
      errorMessage: 'not authorized \u0000\uD800 "quoted" '.repeat(50),
      context: new Map([
        ['aws:sourceip', { state: 'known', values: ['198.51.100.7'] }],
        ['__proto__', { state: 'absent' }],
      ]),
    }),
    explained: {
      why: 'no statement allows it',
      diagnosis: {
        verdict: 'implicitDeny',
        layer: 'identity',
        cause: 'missingAction',
        blockers: [],
        nearMisses: [],
        confidence: 'derived',
        evidence: [{ source: 'policies', says: 'role orders-api has 2 policies' }],
        gaps: [],
      },
      remedy: {
        kind: 'grant',
        changes: [
          {
            do: 'addStatement',
            policy: { layer: 'identity', arn: null, name: 'deploy', attachedTo: null },
            statement: JSON.parse('{"Effect":"Allow","__proto__":{"context":[]}}') as object,
          },
        ],
        proof: 'evaluated',
        owner: 'whoever owns the role',
        says: 'Allow it.',
        needsSecurityReview: false,
      },
    },
    at: at(5),
    incomplete: false,
    recentChanges: [
      {
        time: at(0),
        by: 'alice',
        what: 'policy deploy',
        eventName: 'PutRolePolicy',
        eventId: null,
      },
    ],
  };
}

/** That many seconds after the time at which the tests start. */
function at(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString();
}

async function collect(groups: AsyncIterable<Group>): Promise<readonly Group[]> {
  const all: Group[] = [];
  for await (const group of groups) all.push(group);
  return all;
}
