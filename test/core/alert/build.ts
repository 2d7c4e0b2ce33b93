import type { Denial, DenialPrincipal } from '../../../lib/core/denial/denial';
import type { Diagnosis, Explained, Remedy } from '../../../lib/core/diagnosis/diagnosis';
import type { AlertInput } from '../../../lib/core/alert/message';
import type { StatementRef } from '../../../lib/core/policy/layer';

/** An alert's input with what a test wants to say; the rest is one plain denial of one plain role. */
export interface Wanted {
  readonly principal?: Partial<DenialPrincipal>;
  readonly denial?: Partial<Omit<Denial, 'principal' | 'said'>>;
  readonly said?: Partial<Denial['said']>;
  readonly diagnosis?: Partial<Diagnosis>;
  readonly remedy?: Partial<Remedy>;
  readonly why?: string;
  readonly input?: Partial<Omit<AlertInput, 'denial' | 'explained'>>;
}

export function principalOf(wanted: Partial<DenialPrincipal> = {}): DenialPrincipal {
  return {
    type: 'role',
    arn: 'arn:aws:iam::111122223333:role/payments-worker',
    pathKnown: true,
    sessionArn: 'arn:aws:sts::111122223333:assumed-role/payments-worker/i-0a1b2c3d4e5f60718',
    sessionName: 'i-0a1b2c3d4e5f60718',
    accountId: '111122223333',
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    serviceLinked: false,
    permissionSet: null,
    invokedBy: null,
    identityProvider: null,
    userName: 'payments-worker',
    principalId: 'AROAEXAMPLEROLEID',
    ...wanted,
  };
}

export function denialOf(wanted: Wanted = {}): Denial {
  return {
    eventId: '8d1f2c3b-4a5e-4f60-9182-a3b4c5d6e7f8',
    sharedEventId: null,
    time: '2026-11-19T14:41:07Z',
    accountId: '111122223333',
    recipientAccountId: '111122223333',
    region: 'eu-central-1',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    action: 's3:PutObject',
    resource: {
      arn: 'arn:aws:s3:::my-bucket/uploads/2026/11/invoice-8812.pdf',
      named: null,
      accountId: null,
    },
    errorCode: 'AccessDenied',
    errorMessage: 'Access Denied',
    setting: null,
    context: new Map(),
    readOnly: false,
    vpcEndpointId: null,
    vpcEndpointAccountId: null,
    sourceIpAddress: '203.0.113.57',
    userAgent: 'Boto3/1.40.61',
    ...wanted.denial,
    principal: principalOf(wanted.principal),
    said: {
      principal: null,
      action: null,
      resource: null,
      effect: null,
      policyType: null,
      via: null,
      policyArn: null,
      authorizationId: null,
      encodedMessage: null,
      ambiguous: false,
      operation: null,
      errorCode: null,
      ...wanted.said,
    },
  };
}

export function explainedOf(wanted: Wanted = {}): Explained {
  return {
    diagnosis: {
      verdict: 'implicitDeny',
      layer: 'identity',
      cause: 'missingAction',
      blockers: [],
      nearMisses: [],
      confidence: 'confirmed',
      evidence: [],
      gaps: [],
      ...wanted.diagnosis,
    },
    remedy: {
      kind: 'none',
      changes: [],
      proof: 'notProven',
      owner: 'whoever manages role payments-worker in account 111122223333',
      says: '',
      needsSecurityReview: false,
      ...wanted.remedy,
    },
    why: wanted.why ?? 'No identity-based policy of role payments-worker allows s3:PutObject.',
  };
}

export function inputOf(wanted: Wanted = {}): AlertInput {
  return {
    denial: denialOf(wanted),
    explained: explainedOf(wanted),
    occurrences: { count: 1, first: '2026-11-19T14:41:07Z', last: '2026-11-19T14:41:07Z' },
    ...wanted.input,
  };
}

/** A statement of an identity policy; `wanted` puts it elsewhere. */
export function statementOf(
  statement: Readonly<Record<string, unknown>> | null,
  wanted: Partial<StatementRef> = {},
): StatementRef {
  return {
    layer: 'identity',
    arn: null,
    name: 's3-access',
    attachedTo: 'arn:aws:iam::111122223333:role/payments-worker',
    statementIndex: 0,
    sid: typeof statement?.['Sid'] === 'string' ? statement['Sid'] : null,
    statement,
    ...wanted,
  };
}
