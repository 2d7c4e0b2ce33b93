/* eslint-disable jest/no-export -- the tests of every implementation run these */
import { observe } from '../../lib/core/findings/observe';
import { ACTIVITY_KEPT_MS, type FindingStore, type Look } from '../../lib/core/findings/store';
import { DAY, MINUTE, observed, START, type Told } from '../core/findings/observed';

/** A store to be tested, and the clock that it reads. */
export interface FindingStoreUnderTest {
  readonly store: FindingStore;
  readonly clock: { now: number };
  /** Another one over the same memory; the same where there can be only one. */
  readonly other: FindingStore;
}

const MARA = '111122223333|arn:aws:iam::111122223333:user/mara';

/** Looks at those denials, with all rules. */
export const lookAt =
  (...many: readonly Told[]): Look =>
  (activity) =>
    observe(activity, many.map(observed));

const stop = (id: string, after: number): Told => ({
  id,
  after,
  action: 'cloudtrail:StopLogging',
});

/** What every implementation of the port does. `open` gets the time at which the clock starts. */
export function findingStoreContract(
  open: (start: number) => Promise<FindingStoreUnderTest>,
): void {
  let opened: FindingStoreUnderTest;
  beforeEach(async () => {
    opened = await open(START);
  });

  it('remembers of a caller what the last look made of it', async () => {
    const { store, other } = opened;
    await store.observeCaller(MARA, lookAt({ id: 'one', after: 0 }, { id: 'two', after: MINUTE }));
    const known: unknown[] = [];
    await other.observeCaller(MARA, (activity) => {
      known.push(activity?.window.map(({ id }) => id));
      return { activity, findings: [] };
    });
    expect(known).toEqual([['one', 'two']]);
  });

  it('knows callers apart, whatever their names', async () => {
    const { store } = opened;
    for (const caller of ['__proto__', 'constructor', '✓'.repeat(500), MARA]) {
      const known: unknown[] = [];
      await store.observeCaller(caller, (activity) => {
        known.push(activity);
        return lookAt({ id: caller, after: 0 })(activity);
      });
      expect(known).toEqual([null]);
    }
  });

  it('keeps findings, each once, by the day of their event', async () => {
    const { store, other } = opened;
    const first = await store.observeCaller(MARA, lookAt(stop('one', 0)));
    expect(first.map(({ kind }) => kind)).toEqual(['guardrailTampering']);
    await expect(other.observeCaller(MARA, lookAt(stop('two', MINUTE)))).resolves.toEqual([]);
    // Whoever does not know that it was made makes it again.
    await expect(other.observeCaller(MARA, () => lookAt(stop('x', 0))(null))).resolves.toEqual([]);
    const next = await store.observeCaller(MARA, lookAt(stop('three', DAY)));
    await expect(store.findingsOn('2026-11-01')).resolves.toEqual(first);
    await expect(store.findingsOn('2026-11-02')).resolves.toEqual(next);
    await expect(store.findingsOn('2026-11-03')).resolves.toEqual([]);
    expect(next).toHaveLength(1);
  });

  it('keeps nothing of a look that makes nothing of it', async () => {
    const { store } = opened;
    const nothing = await store.observeCaller(MARA, () => ({ activity: null, findings: [] }));
    expect(nothing).toEqual([]);
    const known: unknown[] = [];
    await store.observeCaller(MARA, (activity) => {
      known.push(activity);
      return { activity, findings: [] };
    });
    expect(known).toEqual([null]);
    await expect(store.finding({ day: '2026-11-01', hash: 'no' })).resolves.toBeNull();
  });

  it('forgets findings after the retention, and callers later', async () => {
    const { store, clock } = opened;
    await store.observeCaller(MARA, lookAt(stop('one', 0)));
    const isKnown = async (): Promise<boolean> => {
      const known: unknown[] = [];
      await store.observeCaller(MARA, (activity) => {
        known.push(activity);
        return { activity, findings: [] };
      });
      return known[0] !== null;
    };
    clock.now = START + 92 * DAY;
    await expect(store.findingsOn('2026-11-01')).resolves.toEqual([]);
    await expect(isKnown()).resolves.toBe(true);
    clock.now = START + ACTIVITY_KEPT_MS + 2 * DAY;
    await expect(isKnown()).resolves.toBe(false);
  });
}
