import { occurred } from '../../lib/core/group/lifecycle';
import type { Occurrence } from '../../lib/core/group/group';
import type { Fold } from '../../lib/core/group/store';

/** Of a made-up problem. */
export const FINGERPRINT = 'v1|111122223333|role/orders-api|s3:putobject|arn:aws:s3:::orders/*|-:-';

/** One denial, at noon unless told. */
export function occurrence(id: string, changes: Partial<Occurrence> = {}): Occurrence {
  return {
    id,
    sharedId: null,
    time: '2026-11-25T11:59:00Z',
    session: 'i-0a1b2c3d4e5f67890',
    resource: 'arn:aws:s3:::orders/uploads/a.pdf',
    region: 'eu-central-1',
    sourceIpAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    ...changes,
  };
}

/** The life cycle's own fold. */
export function folds(fingerprint: string = FINGERPRINT): Fold {
  return (group, fresh, id) =>
    occurred(group, fresh, {
      id,
      fingerprint,
      now: Date.parse('2026-11-25T12:00:00Z'),
      limits: { escalateAt: [10, 100], quietMs: 86_400_000, refreshMs: 60_000 },
      treatment: 'alert',
    });
}
