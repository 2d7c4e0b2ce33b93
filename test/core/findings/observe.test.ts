import fc from 'fast-check';
import { MOST_SPANS, MOST_WINDOW, networkOf } from '../../../lib/core/findings/activity';
import { observe } from '../../../lib/core/findings/observe';
import { DAY, MINUTE, observed, type Told } from './observed';

const denials = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 300 }).map(String),
    after: fc.integer({ min: 0, max: 200 * DAY }),
    action: fc.constantFrom(
      's3:GetObject',
      'kms:Decrypt',
      'cloudtrail:StopLogging',
      'sqs:ListQueues',
    ),
    resource: fc.integer({ min: 0, max: 60 }).map((n) => `arn:aws:s3:::orders/${n}`),
    address: fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `${a}.${b}.3.4`),
    key: fc.integer({ min: 0, max: 50 }).map((n) => `AKIA${n}`),
  }),
  { maxLength: 60 },
);

const read = ({ address, key, ...told }: Told & { address: string; key: string }) =>
  observed({
    ...told,
    fields: {
      sourceIPAddress: address,
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/mara',
        accountId: '111122223333',
        accessKeyId: key,
      },
    },
  });

const inOneMinute = denials.map((many) =>
  many.map((one, at) => ({ ...one, id: `e${at}`, after: one.after % MINUTE })),
);

test('what is remembered of a caller is bounded, whatever it does', () => {
  fc.assert(
    fc.property(denials, denials, (first, second) => {
      const { activity } = observe(observe(null, first.map(read)).activity, second.map(read));
      if (activity === null) return first.length + second.length === 0;
      expect(activity.window.length).toBeLessThanOrEqual(MOST_WINDOW);
      for (const spans of [activity.networks, activity.keys, activity.found])
        expect(Object.keys(spans).length).toBeLessThanOrEqual(MOST_SPANS);
      return true;
    }),
    { numRuns: 60 },
  );
});

test('a storm fills the window and no more', () => {
  const storm = Array.from({ length: 3 * MOST_WINDOW }, (_, at) =>
    observed({ id: `e${at}`, after: at * 10 }),
  );
  const { activity } = observe(null, storm);
  expect(activity?.window.map(({ id }) => id)).toEqual(
    storm.slice(-MOST_WINDOW).map(({ occurrence }) => occurrence.id),
  );
});

test('texts of a hostile record are cut', () => {
  const arn = `arn:aws:iam::111122223333:user/${'x'.repeat(200_000)}`;
  const { activity } = observe(null, [
    observed({
      id: 'e',
      after: 0,
      resource: `arn:aws:s3:::orders/${'y'.repeat(100_000)}`,
      fields: {
        userAgent: 'z'.repeat(200_000),
        eventName: 'E'.repeat(200_000),
        userIdentity: {
          type: 'IAMUser',
          arn,
          accountId: '111122223333',
          accessKeyId: `AKIA${arn}`,
        },
      },
    }),
  ]);
  expect(JSON.stringify(activity).length).toBeLessThan(5_000);
});

test('records that come again change nothing and fire nothing', () => {
  fc.assert(
    fc.property(inOneMinute, (many) => {
      const once = observe(null, many.map(read));
      const again = observe(once.activity, many.map(read));
      expect(again).toEqual({ activity: once.activity, findings: [] });
      expect(observe(null, [...many, ...many].map(read))).toEqual(once);
    }),
    { numRuns: 60 },
  );
});

test('the order within a batch does not matter', () => {
  fc.assert(
    fc.property(inOneMinute, (many) => {
      expect(observe(null, [...many].reverse().map(read))).toEqual(observe(null, many.map(read)));
    }),
    { numRuns: 60 },
  );
});

test('a finding that was made is made again by no batch of the day', () => {
  const stop = (id: string, after: number) =>
    observed({ id, after, action: 'cloudtrail:StopLogging' });
  const first = observe(null, [stop('one', 0)]);
  expect(first.findings).toHaveLength(1);
  expect(observe(first.activity, [stop('two', MINUTE)]).findings).toEqual([]);
  expect(observe(first.activity, [stop('three', DAY)]).findings).toHaveLength(1);
});

test('a record without a time, or one of long ago, changes nothing', () => {
  const { activity } = observe(null, [observed({ id: 'one', after: 10 * DAY })]);
  const late = observed({ id: 'late', after: 0, action: 'cloudtrail:StopLogging' });
  const timeless = observed({ id: 'no', after: 0, fields: { eventTime: 'yesterday' } });
  expect(observe(activity, [late, timeless])).toEqual({ activity, findings: [] });
  expect(observe(null, [timeless])).toEqual({ activity: null, findings: [] });
});

test.each([
  ['203.0.113.57', '203.0.0.0/16'],
  ['2001:db8:85a3::8a2e:370:7334', '2001:db8::/32'],
  ['10.2.3.4', null],
  ['172.16.0.1', null],
  ['172.32.0.1', '172.32.0.0/16'],
  ['192.168.1.1', null],
  ['100.64.0.1', null],
  ['fd00::1', null],
  ['cloudformation.amazonaws.com', null],
  ['AWS Internal', null],
  [null, null],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
