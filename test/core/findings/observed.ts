import { denialFromRecord, isDenial } from '../../../lib/core/denial/to-denial';
import type { Observed } from '../../../lib/core/findings/activity';
import { occurrenceOf } from '../../../lib/core/group/occurrence';
import type { JsonObject } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { deniedGetItem } from '../../support/records';

/** When the days of these tests begin. */
export const START = Date.parse('2026-11-01T08:00:00Z');
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** What a test says of a denial; the rest is the same each time: a user who was refused a table. */
export interface Told {
  readonly id: string;
  /** Milliseconds after {@link START}. */
  readonly after: number;
  /** `s3:GetObject` */
  readonly action?: string;
  readonly resource?: string;
  readonly fields?: JsonObject;
}

/** A denial as the watcher meets it: read from a record. */
export function observed({ id, after, action, resource, fields }: Told): Observed {
  const [service = '', name = ''] = (action ?? 'dynamodb:GetItem').split(':');
  const arn = resource ?? 'arn:aws:dynamodb:eu-west-1:111122223333:table/parcels';
  const parsed = parseRecord({
    ...deniedGetItem(),
    eventID: id,
    eventTime: new Date(START + after).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    readOnly: /^(Get|List|Describe|Decrypt)/.test(name),
    errorMessage: `User: arn:aws:iam::111122223333:user/mara is not authorized to perform: ${service}:${name} on resource: ${arn} because no identity-based policy allows the ${service}:${name} action`,
    ...fields,
  });
  if (!parsed.ok) throw new Error('the fixture is no record');
  const denial = denialFromRecord(parsed.record, serviceReference);
  if (!isDenial(denial)) throw new Error(denial.notDenial);
  return { denial, occurrence: occurrenceOf(denial, parsed.record) };
}

/** Of an instance of EC2: a role, in a session that is named after the instance. */
export function ofInstance(
  address: string,
  userAgent: string,
  key = 'ASIAIOSFODNN7EXAMPLE',
): JsonObject {
  const role = 'arn:aws:iam::111122223333:role/orders-api';
  return {
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAIOSFODNN7EXAMPLE:i-0a1b2c3d4e5f67890',
      arn: 'arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890',
      accountId: '111122223333',
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAIOSFODNN7EXAMPLE',
          arn: role,
          accountId: '111122223333',
          userName: 'orders-api',
        },
        attributes: { creationDate: '2026-11-01T06:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    sourceIPAddress: address,
    userAgent,
  };
}
