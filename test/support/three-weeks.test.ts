import { makeDigest } from '../../lib/core/digest/make-digest';
import { threeWeeks } from './three-weeks';

describe('the three weeks', () => {
  test('are a quiet day, a normal one and one with an attack', async () => {
    const { quiet, normal, attack } = await threeWeeks();
    expect(await makeDigest(quiet)).toMatchObject({ quiet: true, day: '2026-11-04' });
    const second = await makeDigest(normal);
    expect(second.counts.changes).toMatchObject({
      new: 3,
      reopened: 1,
      growing: 1,
      shrinking: 1,
      resolved: 1,
    });
    expect(second.findings).toEqual([]);
    const third = await makeDigest(attack);
    expect(third.findings).toHaveLength(5);
    expect(third.counts.changes.new).toBeGreaterThan(25);
  });

  test('are the same each time', async () => {
    const once = await makeDigest((await threeWeeks()).attack);
    expect(await makeDigest((await threeWeeks()).attack)).toEqual(once);
  });
});
