import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { DynamoDbClaims } from '../../lib/aws/denial-claims';
import type { Claim, Occurrence } from '../../lib/core/group/claims';
import { FakeTable } from './support/table';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-20T08:00:00Z');

interface World {
  readonly table: FakeTable;
  readonly claims: DynamoDbClaims;
  readonly clock: { now: number };
}

function world(): World {
  const clock = { now: START };
  const table = new FakeTable();
  const claims = new DynamoDbClaims({
    client: new DynamoDBClient({ region: 'eu-central-1' }),
    tableName: 'denials',
    windowMs: 24 * HOUR,
    leaseMs: 30 * MINUTE,
    now: () => clock.now,
    sleep: () => Promise.resolve(),
    random: () => 0,
  });
  return { table, claims, clock };
}

function occurrence(id: string, fingerprint = 'v1|a'): Occurrence {
  return { id, fingerprint, time: '2026-11-20T07:59:00Z' };
}

function alert(count: number, ...deliveredTo: readonly string[]): Claim {
  const occurrences = { count, first: '2026-11-20T07:59:00Z', last: '2026-11-20T07:59:00Z' };
  return { status: 'alert', occurrences, deliveredTo: new Set(deliveredTo) };
}

const REPEATED: Claim = { status: 'repeated' };

function stateOf(table: FakeTable): Record<string, unknown> | undefined {
  return [...table.items].find(([key]) => key.startsWith('GROUP#'))?.[1];
}

describe('DynamoDbClaims', () => {
  it('lets the first occurrence alert and counts the others', async () => {
    const { claims, table } = world();
    await expect(claims.claim(occurrence('e1'))).resolves.toStrictEqual(alert(1));
    await expect(claims.claim(occurrence('e2'))).resolves.toStrictEqual(REPEATED);
    await expect(claims.claim(occurrence('e3'))).resolves.toStrictEqual(REPEATED);
    await expect(claims.claim(occurrence('e9', 'v1|b'))).resolves.toStrictEqual(alert(1));
    expect(stateOf(table)).toMatchObject({ count: { N: '3' }, claimedBy: { S: 'e1' } });
  });

  it('costs one write for a repeat', async () => {
    const { claims, table } = world();
    await claims.claim(occurrence('e1'));
    table.client.resetHistory();
    await claims.claim(occurrence('e2'));
    expect(table.client.calls()).toHaveLength(1);
  });

  it('changes nothing when a record is delivered again, and lets its claimant finish', async () => {
    const { claims, table } = world();
    await claims.claim(occurrence('e1'));
    await claims.claim(occurrence('e2'));
    await claims.delivered(occurrence('e1'), 'sns');
    await expect(claims.claim(occurrence('e2'))).resolves.toStrictEqual(REPEATED);
    await expect(claims.claim(occurrence('e1'))).resolves.toStrictEqual(alert(2, 'sns'));
    await claims.delivered(occurrence('e1'), 'slack');
    await expect(claims.claim(occurrence('e1'))).resolves.toStrictEqual(alert(2, 'sns', 'slack'));
    expect(stateOf(table)).toMatchObject({ count: { N: '2' } });
  });

  it('alerts again once the window is over, with the whole count', async () => {
    const { claims, clock } = world();
    await claims.claim(occurrence('e1'));
    await claims.delivered(occurrence('e1'), 'sns');
    clock.now += 24 * HOUR - 1;
    await expect(claims.claim(occurrence('e2'))).resolves.toStrictEqual(REPEATED);
    clock.now += 1;
    const later = { ...occurrence('e3'), time: '2026-11-21T08:00:00Z' };
    await expect(claims.claim(later)).resolves.toStrictEqual({
      ...alert(3),
      occurrences: { count: 3, first: '2026-11-20T07:59:00Z', last: '2026-11-21T08:00:00Z' },
    });
    await expect(claims.claim(occurrence('e1'))).resolves.toStrictEqual(REPEATED);
  });

  it('takes over a claim that was never delivered, and only that', async () => {
    const { claims, clock } = world();
    await claims.claim(occurrence('e1'));
    clock.now += 30 * MINUTE - 1;
    await expect(claims.claim(occurrence('e2'))).resolves.toStrictEqual(REPEATED);
    clock.now += 1;
    await expect(claims.claim(occurrence('e3'))).resolves.toStrictEqual(alert(3));
    // The slow one must not mark the new claim as delivered.
    await claims.delivered(occurrence('e1'), 'sns');
    await expect(claims.claim(occurrence('e3'))).resolves.toStrictEqual(alert(3));
  });

  it('waits and tries again while others write to the same group', async () => {
    const { claims, table } = world();
    table.conflicts.push(['None', 'TransactionConflict'], ['ThrottlingError', 'None']);
    await expect(claims.claim(occurrence('e1'))).resolves.toStrictEqual(alert(1));
  });

  it('throws when the table stays busy, so that the record is delivered again', async () => {
    const { claims, table } = world();
    for (let i = 0; i < 50; i++) table.conflicts.push(['None', 'TransactionConflict']);
    await expect(claims.claim(occurrence('e1'))).rejects.toThrow(
      'the table stayed busy for 12 tries to count one denial',
    );
    expect(stateOf(table)).toBeUndefined();
  });

  it('does not swallow what is wrong with the table itself', async () => {
    const { claims, table } = world();
    table.client.on(TransactWriteItemsCommand).rejects(new Error('no such table'));
    await expect(claims.claim(occurrence('e1'))).rejects.toThrow('no such table');
    table.client.on(UpdateItemCommand).rejects(new Error('no such table'));
    await expect(claims.delivered(occurrence('e1'), 'sns')).rejects.toThrow('no such table');
  });

  it('keeps keys short and safe whatever the record holds, and lets items expire', async () => {
    const { claims, table } = world();
    await claims.claim({ id: '#'.repeat(9_000), fingerprint: 'é'.repeat(9_000), time: null });
    const items = [...table.items.values()];
    expect(items.map(({ pk }) => pk?.S)).toStrictEqual([
      expect.stringMatching(/^EVENT#[0-9a-f]{64}$/),
      expect.stringMatching(/^GROUP#[0-9a-f]{64}$/),
    ]);
    const day = 24 * 3_600;
    expect(items.map((item) => item['expiresAt']?.N)).toStrictEqual([
      String(START / 1_000 + 30 * day),
      String(START / 1_000 + 90 * day),
    ]);
    expect(stateOf(table)).toMatchObject({ firstSeen: { S: '2026-11-20T08:00:00.000Z' } });
  });

  it('alerts once and counts each event once, in any order of deliveries at one time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 }),
        async (deliveries) => {
          const { claims, table } = world();
          const answers = await Promise.all(
            deliveries.map(async (n) => {
              const { status } = await claims.claim(occurrence(`event-${n}`));
              return { n, status };
            }),
          );
          const claimants = new Set(answers.filter((a) => a.status === 'alert').map((a) => a.n));
          expect(claimants.size).toBe(1);
          expect(stateOf(table)).toMatchObject({ count: { N: String(new Set(deliveries).size) } });
        },
      ),
      { numRuns: 100 },
    );
  });
});
