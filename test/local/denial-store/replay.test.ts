import type { Change } from '../../../lib/local/denial-store/change';
import { MemoryState } from '../../../lib/local/denial-store/memory-state';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { countsOf, replay, traffic } from '../../support/replay';
import { Random } from '../../support/sample-week/random';

// A busy machine takes its time over 50,000 denials.
jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-25T13:00:00Z');

/** A process with a store: it dies now and then, before or after its changes are kept. */
class Mortal {
  deaths = 0;
  store: MemoryDenialStore;
  private readonly kept: (readonly Change[])[] = [];
  private readonly random: Random;
  /** How many changes it lives for on average. */
  private readonly callsOfLife: number;

  constructor(random: Random, callsOfLife: number) {
    this.random = random;
    this.callsOfLife = callsOfLife;
    this.store = this.born();
  }

  private born(): MemoryDenialStore {
    const state = new MemoryState();
    for (const changes of this.kept) for (const change of changes) state.apply(change);
    let dead = false;
    return new MemoryDenialStore({
      now: () => NOW,
      state,
      keep: async (changes) => {
        await Promise.resolve();
        if (dead) throw new Error('died meanwhile');
        const fate = this.random.below(2 * this.callsOfLife);
        if (fate !== 0) this.kept.push(changes);
        // From here on nothing more is kept: a journal is written in order.
        dead = fate <= 1;
        await Promise.resolve();
        if (!dead) return;
        if (fate <= 1) {
          this.deaths += 1;
          this.store = this.born();
        }
        throw new Error('died before the caller was told');
      },
    });
  }
}

describe('denials of 20 problems, in no order and some of them twice', () => {
  it.each([
    ['one', 50_000, 1_000],
    ['two', 2_000, 50],
    ['three', 2_000, 50],
  ])('are counted exactly, whatever dies: seed %s', async (seed, records, callsOfLife) => {
    const random = new Random(seed);
    const process = new Mortal(random, callsOfLife);
    const { queue, expected } = traffic(random, records, 20);
    const writer = { store: () => process.store };
    const failures = await replay({ queue, expected }, [writer, writer], random);
    expect(failures).toBeGreaterThanOrEqual(process.deaths);
    expect(process.deaths).toBeGreaterThan(2);
    expect(await countsOf(process.store)).toStrictEqual(expected);
  });
});
