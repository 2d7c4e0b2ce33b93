import type { AlertMessage } from '../../lib/core/alert/message';
import type { CollectedFacts } from '../../lib/core/evidence/evidence';
import type { EvidenceSources } from '../../lib/core/evidence/sources';
import type { Claim, DenialClaims, Occurrence } from '../../lib/core/group/claims';
import { serviceReference as reference } from '../../lib/core/service-reference/indexed-reference';
import { watch, type AlertChannel, type WatchPorts } from '../../lib/core/watch';
import type { Json } from '../../lib/core/record/json';
import type { CloudTrailRecord } from '../../lib/core/record/record';
import { recordOf, roleSession } from './denial/record-of';

/** S3 refuses role `orders-api` to put an object. */
function denied(fields: Readonly<Record<string, Json>> = {}): CloudTrailRecord {
  return recordOf({
    userIdentity: roleSession('arn:aws:iam::111122223333:role/orders-api', 'i-0a1b2c3d4e5f67890'),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    readOnly: false,
    errorMessage:
      'User: arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::orders/uploads/a.pdf" because no identity-based policy allows the s3:PutObject action',
    ...fields,
  });
}

const RECORD = denied();

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

function world(claim: Claim | Error = FIRST, failing: ReadonlySet<string> = new Set()): World {
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
    const { ports, events, alerts } = world();
    await expect(watch(RECORD, ports)).resolves.toMatchObject({
      kind: 'alerted',
      explained: { diagnosis: { verdict: 'implicitDeny', layer: 'identity' } },
    });
    expect(events).toStrictEqual([
      'claim',
      'evidence',
      'send sns',
      'send slack',
      'delivered sns',
      'delivered slack',
    ]);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]?.principal).toBe('orders-api');
    expect(alerts[0]?.facts.join()).toContain('once, 2026-11-20 08:00 UTC');
  });

  it('leaves a record that is no denial alone, and says why it is none', async () => {
    const { ports, events } = world();
    const record = denied({ errorCode: 'NoSuchBucket', errorMessage: 'no such bucket' });
    await expect(watch(record, ports)).resolves.toMatchObject({
      kind: 'noDenial',
      why: expect.stringContaining('NoSuchBucket') as unknown,
    });
    expect(events).toStrictEqual([]);
  });

  it.each(['', 'service/'])(
    'never looks into a denial of its own role (path "%s")',
    async (path) => {
      const arn = `arn:aws:iam::111122223333:role/${path}denywatch-watcher`;
      const { ports, events } = world();
      const record = denied({ userIdentity: roleSession(arn, 'watcher') });
      await expect(watch(record, ports)).resolves.toMatchObject({ kind: 'ownDenial' });
      expect(events).toStrictEqual([]);
    },
  );

  it('does look into a denial of a user or a role that only sounds like its own', async () => {
    const user = {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/denywatch-watcher',
      accountId: '111122223333',
      userName: 'denywatch-watcher',
    };
    const role = roleSession('arn:aws:iam::111122223333:role/denywatch-watcher2', 's');
    for (const userIdentity of [user, role]) {
      const record = denied({ userIdentity });
      await expect(watch(record, world().ports)).resolves.toMatchObject({ kind: 'alerted' });
    }
  });

  it('costs nothing but the claim for a repeat', async () => {
    const { ports, events } = world({ status: 'repeated' });
    await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'repeated' });
    expect(events).toStrictEqual(['claim']);
  });

  it('counts by event id, and by the whole record where it has none', async () => {
    const { ports, occurrences } = world();
    const nameless = denied({ eventID: null, eventTime: null });
    await watch(RECORD, ports);
    await watch(nameless, ports);
    expect(occurrences).toMatchObject([
      { id: '0c59816a-ed46-4884-ae57-2567e3fb6b48', time: '2026-11-19T08:02:11Z' },
      { id: JSON.stringify(nameless.raw), time: null },
    ]);
    expect(occurrences[0]?.fingerprint).toBe(occurrences[1]?.fingerprint);
  });

  it('fails the record when its occurrence could not be stored, before anything else', async () => {
    const { ports, events } = world(new Error('the table is gone'));
    await expect(watch(RECORD, ports)).rejects.toThrow('the table is gone');
    expect(events).toStrictEqual(['claim']);
  });

  it('fails the record when one channel does, after the others have the alert', async () => {
    const { ports, events } = world(FIRST, new Set(['sns']));
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
    const { ports, events } = world({ ...FIRST, deliveredTo: new Set(['slack']) });
    await watch(RECORD, ports);
    expect(events).toStrictEqual(['claim', 'evidence', 'send sns', 'delivered sns']);
  });

  it('does nothing when all of it was sent', async () => {
    const { ports, events } = world({ ...FIRST, deliveredTo: new Set(['slack', 'sns']) });
    await expect(watch(RECORD, ports)).resolves.toMatchObject({ kind: 'repeated' });
    expect(events).toStrictEqual(['claim']);
  });

  it('shows a change of the policies from before the denial, and none from after it', async () => {
    const { ports, alerts } = world();
    const changeAt = (time: string): object => ({
      time,
      eventName: 'CreatePolicyVersion',
      by: 'somebody',
      eventId: null,
      what: `managed policy of ${time}`,
    });
    const times = ['2026-11-19T08:03:00Z', '2026-11-19T08:01:00Z'];
    const facts = { ...NOTHING_COLLECTED, recentChanges: times.map(changeAt) } as CollectedFacts;
    const sources = { ...ports.sources, policies: { collect: () => Promise.resolve(facts) } };
    await watch(RECORD, {
      ...ports,
      sources,
      links: { accessPortalUrl: 'https://example.awsapps.com/start' },
    });
    expect(alerts[0]?.since).toHaveLength(1);
    expect(alerts[0]?.since[0]).toContain('managed policy of 2026-11-19T08:01:00Z');
    expect(alerts[0]?.links.map(({ url }) => url)).toContainEqual(
      expect.stringContaining('https://example.awsapps.com/start'),
    );
  });
});

const MISSING = { status: 'missing', gaps: [] } as const;
const NOTHING_COLLECTED: CollectedFacts = {
  principalArn: null,
  principalTags: null,
  resourceArn: null,
  resourceAccountId: null,
  resourceTags: null,
  principalOrganization: undefined,
  resourceOrganization: undefined,
  policies: {
    identity: MISSING,
    boundary: MISSING,
    session: MISSING,
    scp: MISSING,
    rcp: MISSING,
    resource: MISSING,
    vpcEndpoint: MISSING,
  },
  takenAt: null,
  recentChanges: [],
  gaps: [],
};
