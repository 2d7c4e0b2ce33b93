import { Template } from 'aws-cdk-lib/assertions';
import { EVENT_PATTERN_QUOTA } from '../../lib/infra/event-pattern';
import { matchesPattern } from './pattern-matcher';
import { flat, homeTemplate, only, resources, stacksOf, type Json } from './synth';

const OWN_ROLE = 'arn:aws:iam::111122223333:role/Denywatch-DenialWatcherRole450D47E1-0123456789AB';
const SENDER_ROLE = 'arn:aws:iam::111122223333:role/Denywatch-AlertSenderRole92DAE58D-0123456789AB';

/** A pattern as EventBridge gets it: with the own roles in place of their references. */
function deployed(rule: Json): unknown {
  return JSON.parse(JSON.stringify(rule['EventPattern']), (_, value: unknown) => {
    const text = flat(value);
    if (text.startsWith('<DenialWatcherRole')) return OWN_ROLE;
    return text.startsWith('<AlertSenderRole') ? SENDER_ROLE : value;
  });
}

function pattern(template: Template, description: RegExp): unknown {
  const rules = Object.values(resources(template, 'AWS::Events::Rule'))
    .map((rule) => rule['Properties'] as Json)
    .filter((rule) => description.test(String(rule['Description'])));
  expect(rules).toHaveLength(1);
  return deployed(rules[0] ?? {});
}

const home = homeTemplate();
const denials = pattern(home, /Requests that AWS denied/);
const own = pattern(home, /Denials of Denywatch itself/);
const forwarded = deployed(
  only(Template.fromStack(stacksOf({}).forwarders[0] ?? fail()), 'AWS::Events::Rule'),
);

function fail(): never {
  throw new Error('expected a forwarder');
}

const assumedRole = (arn: string): Json => ({
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { type: 'Role', arn } },
});

function event(detail: Json, envelope: Json = {}): Json {
  return {
    source: 'aws.s3',
    'detail-type': 'AWS API Call via CloudTrail',
    region: 'us-east-1',
    detail: { userIdentity: { type: 'IAMUser' }, errorCode: 'AccessDenied', ...detail },
    ...envelope,
  };
}

describe('the pattern of denials', () => {
  it.each([
    ['an IAM user, who has no session issuer', { userIdentity: { type: 'IAMUser' } }],
    ['a user with an MFA session', { userIdentity: { sessionContext: { sessionIssuer: {} } } }],
    ['a service', { userIdentity: { invokedBy: 'ec2.amazonaws.com' } }],
    ['a caller without any identity', { userIdentity: undefined }],
    ['another role', { userIdentity: assumedRole('arn:aws:iam::111122223333:role/deploy') }],
  ])('matches a denial of %s', (_, detail) => {
    expect(matchesPattern(denials, event(detail))).toBe(true);
    expect(matchesPattern(own, event(detail))).toBe(false);
  });

  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'Client.UnauthorizedOperation',
    'UnauthorizedOperation',
    'UnauthorizedException',
    'VpceAccessDenied',
    'ForbiddenException',
  ])('matches error code %s', (errorCode) => {
    expect(matchesPattern(denials, event({ errorCode }))).toBe(true);
  });

  it.each(['Client.DryRunOperation', 'ThrottlingException', 'ExpiredToken', undefined])(
    'leaves error code %s alone',
    (errorCode) => {
      expect(matchesPattern(denials, event({ errorCode }))).toBe(false);
    },
  );

  it.each([
    'AWS API Call via CloudTrail',
    'AWS Console Action via CloudTrail',
    'AWS Service Event via CloudTrail',
    'AWS Network Activity Event via CloudTrail',
  ])('matches what CloudTrail sends as "%s"', (detailType) => {
    expect(matchesPattern(denials, event({}, { 'detail-type': detailType }))).toBe(true);
  });

  it('cannot be fed by events that somebody else makes up', () => {
    expect(matchesPattern(denials, event({}, { source: 'custom.s3' }))).toBe(false);
    expect(matchesPattern(denials, event({}, { 'detail-type': 'Denied' }))).toBe(false);
  });

  it.each([OWN_ROLE, SENDER_ROLE])(
    'leaves the denials of Denywatch itself to the rule that raises the alarm: %s',
    (role) => {
      const ofDenywatch = event({ userIdentity: assumedRole(role) });
      expect(matchesPattern(denials, ofDenywatch)).toBe(false);
      expect(matchesPattern(own, ofDenywatch)).toBe(true);
    },
  );
});

describe('the pattern of the forwarder', () => {
  it('matches what was recorded in its Region, the denials of Denywatch included', () => {
    expect(matchesPattern(forwarded, event({}))).toBe(true);
    expect(matchesPattern(forwarded, event({ userIdentity: assumedRole(OWN_ROLE) }))).toBe(true);
  });

  it('never matches an event that was forwarded to its Region, so that no loop can form', () => {
    expect(matchesPattern(forwarded, event({}, { region: 'eu-central-1' }))).toBe(false);
  });

  it('asks for the same error codes as the home Region', () => {
    const codes = (value: unknown): unknown => (value as { detail: Json }).detail['errorCode'];
    expect(codes(forwarded)).toEqual(codes(denials));
  });
});

it('each pattern is within the quota of EventBridge, the longest role ARN being in it', () => {
  const longest = OWN_ROLE.padEnd(31 + 64, 'X');
  for (const text of [denials, own, forwarded].map((value) => JSON.stringify(value))) {
    const long = text.replaceAll(OWN_ROLE, longest).replaceAll(SENDER_ROLE, longest);
    expect(long.length).toBeLessThanOrEqual(EVENT_PATTERN_QUOTA);
  }
});
