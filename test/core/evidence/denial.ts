import type { Denial, DenialPrincipal, DenialResource } from '../../../lib/core/denial/denial';
import type { ParsedMessage } from '../../../lib/core/denial/message';

/** What a test says about a denial; the rest is an ordinary denial of role `orders-api`. */
export interface DenialParts extends Partial<Omit<Denial, 'principal' | 'resource' | 'said'>> {
  readonly principal?: Partial<DenialPrincipal>;
  readonly resource?: Partial<DenialResource>;
  readonly said?: Partial<ParsedMessage>;
}

const PRINCIPAL: DenialPrincipal = {
  type: 'role',
  arn: 'arn:aws:iam::111122223333:role/orders-api',
  pathKnown: false,
  sessionArn: 'arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890',
  sessionName: 'i-0a1b2c3d4e5f67890',
  accountId: '111122223333',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  serviceLinked: false,
  permissionSet: null,
  invokedBy: null,
  identityProvider: null,
  userName: null,
  principalId: 'AROADBQP57FF2AEXAMPLE',
};

const SAID: ParsedMessage = {
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
};

/** A denial: s3:PutObject by role `orders-api`, with the given parts in place of its own. */
export function denialWith({ principal, resource, said, ...rest }: DenialParts = {}): Denial {
  return {
    eventId: '0c59816a-ed46-4884-ae57-2567e3fb6b48',
    sharedEventId: null,
    time: '2026-11-20T08:00:00Z',
    accountId: '111122223333',
    recipientAccountId: '111122223333',
    region: 'eu-central-1',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    principal: { ...PRINCIPAL, ...principal },
    action: 's3:PutObject',
    resource: {
      arn: 'arn:aws:s3:::orders/uploads/a.pdf',
      named: null,
      accountId: null,
      ...resource,
    },
    errorCode: 'AccessDenied',
    errorMessage: null,
    said: { ...SAID, ...said },
    setting: null,
    context: new Map(),
    readOnly: false,
    vpcEndpointId: null,
    vpcEndpointAccountId: null,
    sourceIpAddress: '192.0.2.7',
    userAgent: null,
    ...rest,
  };
}
