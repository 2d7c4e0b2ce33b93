import type { AlertMessage } from '../../lib/core/alert/message';
import type { Denial } from '../../lib/core/denial/denial';
import type { EvidenceSources } from '../../lib/core/evidence/sources';
import type { Claim, DenialClaims, Occurrence } from '../../lib/core/group/claims';
import { serviceReference as reference } from '../../lib/core/service-reference/indexed-reference';
import { watch, type AlertChannel, type WatchPorts } from '../../lib/core/watch';
import { recordOf } from './denial/record-of';
import { denialWith } from './evidence/denial';

const RECORD = recordOf({});
const FIRST: Claim = {
  status: 'alert',
  occurrences: { count: 1, first: '2026-11-20T08:00:00Z', last: '2026-11-20T08:00:00Z' },
  deliveredTo: new Set(),
};

interface World {
  readonly ports: WatchPorts;
  /** Everything that happened, in order. */
  readonly events: string[];
  readonly alerts: AlertMessage[];
  readonly occurrences: Occurrence[];
}

function world(
  denial: Denial | string,
  claim: Claim | Error = FIRST,
  failing: ReadonlySet<string> = new Set(),
): World {
  const events: string[] = [];
  const alerts: AlertMessage[] = [];
  const occurrences: Occurrence[] = [];
  const claims: DenialClaims = {
    claim: (occurrence) => {
      events.push('claim');
      occurrences.push(occurrence);
      return claim instanceof Error ? Promise.reject(claim) : Promise.resolve(claim);
    },
    delivered: (_, channel) => {
      events.push(`delivered ${channel}`);
      return Promise.resolve();
    },
  };
  const channel = (name: string): AlertChannel => ({
    name,
    send: (alert) => {
      events.push(`send ${name}`);
      if (failing.has(name)) return Promise.reject(new Error(`${name} is down`));
      alerts.push(alert);
      return Promise.resolve();
    },
  });
  const sources: EvidenceSources = {
    authorizationDetails: null,
    decoder: null,
    simulator: {
      simulate: () => {
        events.push('evidence');
        return Promise.resolve({ status: 'unavailable', gap: 'no simulator' });
      },
    },
    policies: null,
    whyAbsent: '',
  };
  const ports: WatchPorts = {
    denialOf: () => (typeof denial === 'string' ? { none: denial } : { denial }),
    ownRoles: new Set(['denywatch-watcher']),
    claims,
    sources,
    reference,
    channels: [channel('sns'), channel('slack')],
  };
  return { ports, events, alerts, occurrences };
}

describe('watch', () => {
  it('claims, then gathers evidence, then sends to every channel and remembers each', async () => {
    const { ports, events, alerts } = world(denialWith());
    await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'alerted' });
    expect(events).toStrictEqual([
      'claim',
      'evidence',
      'send sns',
      'send slack',
      'delivered sns',
      'delivered slack',
    ]);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toMatchObject({ count: 1, principal: 'orders-api' });
  });

  it('leaves a record that is no denial alone, and says why it is none', async () => {
    const { ports, events } = world('it has no error code');
    await expect(watch(RECORD, ports)).resolves.toStrictEqual({
      kind: 'noDenial',
      why: 'it has no error code',
    });
    expect(events).toStrictEqual([]);
  });

  it.each(['', 'service/'])(
    'never looks into a denial of its own role (path "%s")',
    async (path) => {
      const arn = `arn:aws:iam::111122223333:role/${path}denywatch-watcher`;
      const { ports, events } = world(denialWith({ principal: { arn } }));
      await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'ownDenial' });
      expect(events).toStrictEqual([]);
    },
  );

  it('does look into a denial of a user or a role that only sounds like its own', async () => {
    const arns = [
      ['user', 'arn:aws:iam::111122223333:user/denywatch-watcher'],
      ['role', 'arn:aws:iam::111122223333:role/denywatch-watcher2'],
    ] as const;
    for (const [type, arn] of arns) {
      const { ports } = world(denialWith({ principal: { type, arn } }));
      await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'alerted' });
    }
  });

  it('costs nothing but the claim for a repeat', async () => {
    const { ports, events } = world(denialWith(), { status: 'repeated' });
    await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'repeated' });
    expect(events).toStrictEqual(['claim']);
  });

  it('counts by event id, and by the whole record where it has none', async () => {
    const { ports, occurrences } = world(denialWith({ eventId: 'e-1', time: null }));
    await watch(RECORD, ports);
    const nameless = world(denialWith({ eventId: null }));
    await watch(RECORD, nameless.ports);
    expect(occurrences).toMatchObject([{ id: 'e-1', time: null }]);
    expect(nameless.occurrences[0]?.id).toBe(JSON.stringify(RECORD.raw));
  });

  it('fails the record when its occurrence could not be stored, before anything else', async () => {
    const { ports, events } = world(denialWith(), new Error('the table is gone'));
    await expect(watch(RECORD, ports)).rejects.toThrow('the table is gone');
    expect(events).toStrictEqual(['claim']);
  });

  it('fails the record when one channel does, after the others have the alert', async () => {
    const { ports, events } = world(denialWith(), FIRST, new Set(['sns']));
    const failure = watch(RECORD, ports);
    await expect(failure).rejects.toThrow(
      'the alert was not sent everywhere: SendError: channel sns did not accept the alert: sns is down',
    );
    await expect(failure).rejects.toMatchObject({
      errors: [{ cause: { message: 'sns is down' } }],
    });
    expect(events).toContain('delivered slack');
    expect(events).not.toContain('delivered sns');
  });

  it('sends only what is still to be sent when a record is delivered again', async () => {
    const { ports, events } = world(denialWith(), { ...FIRST, deliveredTo: new Set(['slack']) });
    await watch(RECORD, ports);
    expect(events).toStrictEqual(['claim', 'evidence', 'send sns', 'delivered sns']);
  });

  it('does nothing when all of it was sent', async () => {
    const deliveredTo = new Set(['slack', 'sns']);
    const { ports, events } = world(denialWith(), { ...FIRST, deliveredTo });
    await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'repeated' });
    expect(events).toStrictEqual(['claim']);
  });
});
