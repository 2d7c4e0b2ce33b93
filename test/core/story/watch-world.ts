import type {
  AuthorizationDetails,
  CollectedFacts,
  Simulation,
} from '../../../lib/core/evidence/evidence';
import type { EvidenceSources } from '../../../lib/core/evidence/sources';
import type { DenialStore } from '../../../lib/core/group/store';
import type { Json } from '../../../lib/core/record/json';
import type { CloudTrailRecord } from '../../../lib/core/record/record';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import type { RecheckJob, WatchPorts } from '../../../lib/core/watch/ports';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { recordOf, roleSession } from '../denial/record-of';

export const ROLE = 'arn:aws:iam::111122223333:role/orders-api';

/** S3 refuses role `orders-api` to put an object. */
export function denied(
  eventID: string | null,
  fields: Readonly<Record<string, Json>> = {},
): CloudTrailRecord {
  return recordOf({
    eventID,
    eventTime: '2026-11-25T10:00:00Z',
    userIdentity: roleSession(ROLE, 'i-0a1b2c3d4e5f67890'),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    readOnly: false,
    errorMessage:
      'User: arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::orders/uploads/a.pdf" because no identity-based policy allows the s3:PutObject action',
    ...fields,
  });
}

/** The same role, another problem. */
export function deniedQueue(eventID: string, queue = 'orders'): CloudTrailRecord {
  return denied(eventID, {
    eventSource: 'sqs.amazonaws.com',
    eventName: 'SendMessage',
    errorMessage: `User: ${ROLE.replace(':iam:', ':sts:').replace('role/', 'assumed-role/')}/i-0a1b2c3d4e5f67890 is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:${queue} because no identity-based policy allows the sqs:SendMessage action`,
  });
}

/** The record of a denial that AWS itself can explain, with an authorization id. */
export function deniedWithDetails(eventID: string): CloudTrailRecord {
  return denied(eventID, {
    errorMessage:
      'User: arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::orders/uploads/a.pdf" because no identity-based policy allows the s3:PutObject action. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/2b4f6a8c0d1e3f5a7b9c for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 2b4f6a8c0d1e3f5a7b9c',
  });
}

const MISSING = { status: 'missing', gaps: [] } as const;

/** No policy was looked at. */
export const NOTHING_COLLECTED: CollectedFacts = {
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

const DETAILS: AuthorizationDetails = {
  authorizationId: '2b4f6a8c0d1e3f5a7b9c',
  requestContext: new Map([['aws:SourceIp', ['203.0.113.57']]]),
  evaluations: [
    {
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::orders/uploads/a.pdf',
      effect: 'implicitDeny',
      matched: [],
    },
  ],
  policies: [],
  gaps: [],
};

const SIMULATION: Simulation = {
  decision: 'implicitDeny',
  matched: [],
  missingContextKeys: [],
  allowedByOrganizations: null,
  allowedByBoundary: null,
  givenContextKeys: [],
};

/** Ports of the watcher over a store in memory, a clock that is set by hand, and sources that count. */
export interface WatchWorld {
  readonly ports: WatchPorts;
  readonly store: DenialStore;
  /** How often the simulator was asked: once for each diagnosis. */
  asked: number;
  /** What the simulator answers. */
  decision: Simulation['decision'];
  /** Whether AWS has recorded the authorization details. */
  detailsThere: boolean;
  /** Set: the simulator throws it, as only a bug does. */
  bug: Error | null;
  clock: number;
  readonly rechecks: { readonly job: RecheckJob; readonly afterMs: number }[];
}

/** A world in which nothing has happened yet; it is 10:00:05 on 25 November 2026. */
export function watchWorld(more: Partial<WatchPorts> = {}): WatchWorld {
  const now = (): number => world.clock;
  const store = more.store ?? new MemoryDenialStore({ now });
  const world: WatchWorld = {
    store,
    asked: 0,
    decision: 'implicitDeny',
    detailsThere: false,
    bug: null,
    clock: Date.parse('2026-11-25T10:00:05Z'),
    rechecks: [],
    ports: {
      ownRoles: new Set(['denywatch-watcher']),
      store,
      sources: sourcesOf(() => world),
      reference,
      noise: () => ({ treatment: 'alert' }),
      destination: () => ({ channels: ['slack', 'sns'], owner: null }),
      recheckLater: (job, afterMs) => {
        world.rechecks.push({ job, afterMs });
        return Promise.resolve();
      },
      now,
      limits: {
        escalateAt: [10, 100],
        quietMs: 24 * 3_600_000,
        refreshMs: 60_000,
        freshMs: 24 * 3_600_000,
        leaseMs: 120_000,
      },
      ...more,
    },
  };
  return world;
}

function sourcesOf(world: () => WatchWorld): EvidenceSources {
  return {
    authorizationDetails: {
      find: () =>
        Promise.resolve(
          world().detailsThere
            ? {
                status: 'found',
                value: DETAILS,
              }
            : { status: 'notYet', gap: 'the authorization details: AWS has not recorded them yet' },
        ),
    },
    decoder: null,
    simulator: {
      simulate: () => {
        world().asked++;
        const { bug } = world();
        if (bug !== null) return Promise.reject(bug);
        return Promise.resolve({
          status: 'found',
          value: { ...SIMULATION, decision: world().decision },
        });
      },
    },
    policies: { collect: () => Promise.resolve(NOTHING_COLLECTED) },
    whyAbsent: '',
  };
}
