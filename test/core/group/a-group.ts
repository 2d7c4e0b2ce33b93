import type { Delivery } from '../../../lib/core/group/delivery';
import { NOTHING_SHOWN } from '../../../lib/core/group/delivery';
import type { Group, GroupLabels, Occurrence } from '../../../lib/core/group/group';

/** Labels of a made-up problem. */
export const LABELS: GroupLabels = {
  accountId: '111122223333',
  principalArn: 'arn:aws:iam::111122223333:role/orders-api',
  principal: 'orders-api',
  principalType: 'role',
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::orders/uploads/a.pdf',
  service: 's3',
  layer: 'identity',
  verdict: 'implicitDeny',
  severity: 'medium',
  owner: null,
  headline: 'orders-api may not s3:PutObject on orders',
};

/** A group that was met once, diagnosed, and leads to `slack`. */
export function aGroup(changes: Partial<Group> = {}): Group {
  return {
    id: 'a1b2c3d4',
    fingerprint: 'v1|111122223333|role/orders-api|s3:putobject|-|-:-',
    count: 1,
    first: '2026-11-25T10:00:00Z',
    last: '2026-11-25T10:00:00Z',
    days: { '2026-11-25': 1 },
    sessions: { named: ['i-0a1b2c3d4e5f67890'], more: false },
    resources: { named: ['arn:aws:s3:::orders/uploads/a.pdf'], more: false },
    state: { name: 'new' },
    escalatedTo: 0,
    revision: 1,
    reopenedIn: 0,
    refreshAt: null,
    diagnosedAt: '2026-11-25T10:00:05.000Z',
    diagnosing: null,
    checked: null,
    treatment: 'alert',
    channels: ['slack'],
    labels: LABELS,
    ...changes,
  };
}

/** What a channel has that showed the group of {@link aGroup} at 10:00:10. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    ...NOTHING_SHOWN,
    form: 'own',
    shownRevision: 1,
    shownCount: 1,
    shownAt: '2026-11-25T10:00:10.000Z',
    handle: 'C1/1700000000.000100',
    ...changes,
  };
}

/** One denial of the group of {@link aGroup}. */
export function anOccurrence(changes: Partial<Occurrence> = {}): Occurrence {
  return {
    id: 'e1',
    sharedId: null,
    time: '2026-11-25T10:00:00Z',
    session: 'i-0a1b2c3d4e5f67890',
    resource: 'arn:aws:s3:::orders/uploads/a.pdf',
    region: 'eu-central-1',
    sourceIpAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3',
    accessKeyId: null,
    ...changes,
  };
}
