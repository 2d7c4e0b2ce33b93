import { FindingsOfFiles } from '../../lib/cli/findings-of-files';
import { denialFromRecord, isDenial } from '../../lib/core/denial/to-denial';
import { parseRecord } from '../../lib/core/record/parse';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import type { CloudTrailRecord } from '../../lib/core/record/record';
import type { WatchOutcome } from '../../lib/core/watch/ports';
import { deniedGetItem } from '../support/records';

function hidden(at: number): { record: CloudTrailRecord; outcome: WatchOutcome } {
  const parsed = parseRecord(
    deniedGetItem({
      eventID: `e${at}`,
      eventTime: `2026-11-19T08:${10 + at}:00Z`,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      errorMessage: `User: arn:aws:iam::111122223333:user/mara is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-${at} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    }),
  );
  if (!parsed.ok) throw new Error('the fixture is no record');
  const denial = denialFromRecord(parsed.record, serviceReference);
  if (!isDenial(denial)) throw new Error('the fixture is no denial');
  return { record: parsed.record, outcome: { kind: 'hidden', denial, entry: 'secrets' } };
}

const many = Array.from({ length: 30 }, (_, at) => hidden(at));
const counted = many.map(({ record, outcome }) => ({
  record,
  outcome: { ...outcome, kind: 'repeated' } as WatchOutcome,
}));

const findingsOf = (all: typeof many, most?: number) => {
  const seen = new FindingsOfFiles(most);
  for (const { record, outcome } of all) seen.see(record, outcome);
  return seen.findings();
};

test('what a noise entry hides is no finding', () => {
  expect(findingsOf(many)).toEqual([]);
  expect(findingsOf(counted).map(({ kind }) => kind)).toEqual(['bruteForce']);
});

test('when too many wait, what is known of the caller goes on', () => {
  expect(findingsOf(counted, 7)).toEqual(findingsOf(counted));
});
