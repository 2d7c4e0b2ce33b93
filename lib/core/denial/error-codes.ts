/** What a record with an error code is taken for. The message has a say too: see classify.ts. */
export type CodeTreatment =
  /** A request refused for lack of authorization, unless its message says something else. */
  | 'denial'
  /** A denial only if the message says so: the code has other uses that are more frequent. */
  | 'byMessage'
  /** Something else, whatever the message says. */
  | 'other';

/** One row of the table: a code, or the beginning or end of codes, and why it is treated so. */
export interface ErrorCodeRule {
  readonly match: 'exact' | 'prefix' | 'suffix';
  readonly code: string;
  readonly treatment: CodeTreatment;
  /** In plain words, for people. For `other` it completes "this is no denial: …". */
  readonly reason: string;
  /** Whether the EventBridge rule asks for it. Only false needs a reason, which `reason` gives. */
  readonly watched?: false;
}

/**
 * Every error code that is or looks like a denial. The first row that matches decides. CloudTrail
 * normalises codes: a wire `AccessDeniedException` is mostly logged as `AccessDenied`, and EC2's get the
 * prefix `Client.`.
 *
 * Follows: CloudTrail User Guide, "CloudTrail record contents"; IAM User Guide, "Troubleshoot access
 * denied error messages"; the error lists of the services' API references.
 */
export const ERROR_CODES: readonly ErrorCodeRule[] = [
  ...denial('prefix', { AccessDenied: 'the code of nearly every service for a refused request' }),
  ...denial('suffix', {
    UnauthorizedOperation: 'the code of EC2, with Client. before it in CloudTrail',
    AuthFailure:
      'the code of EC2 for something that belongs to another account and is not shared with this one',
  }),
  ...denial('exact', {
    UnauthorizedException: 'the code of Resource Explorer and others for a refused request',
    AuthorizationError: 'the code of SNS',
    AuthorizationErrorException: 'the code of SNS as SDKs name it',
    VpceAccessDenied: 'a VPC endpoint policy refused the request; network activity events only',
    ForbiddenException: 'the code of MediaLive, MediaConvert, IoT, WorkMail and others',
    KMSAccessDeniedException: 'a key refused the caller behind DynamoDB, Lambda, Kinesis or SQS',
    'KMS.AccessDeniedException': 'a key refused the caller behind the service',
    KMSAccessDeniedFault: 'a key refused the caller behind Database Migration Service',
  }),
  ...byMessage({
    NotAuthorized: 'mostly a failed sign-in, but some services use it for authorization',
    NotAuthorizedException:
      'mostly a wrong password or a bad token in Cognito; some services use it for authorization. It is not watched, because every failed sign-in would be read',
  }),
  ...other('EC2 says that the call would have succeeded: it was only a dry run', [
    'Client.DryRunOperation',
    'DryRunOperation',
  ]),
  ...other('the caller could not be authenticated, so that no policy was evaluated', [
    'InvalidClientTokenId',
    'Client.InvalidClientTokenId',
    'CloudTrailInvalidClientTokenIdException',
    'UnrecognizedClientException',
    'UnrecognizedClient',
    'ExpiredToken',
    'ExpiredTokenException',
    'TokenRefreshRequired',
    'RequestExpired',
    'Client.RequestExpired',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'InvalidAccessKeyId',
    'InvalidToken',
    'InvalidIdentityToken',
    'IDPRejectedClaim',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'Failed authentication',
    'SigninFailure',
  ]),
  ...other('the service is not enabled, or not subscribed to, in this account or Region', [
    'AWSOrganizationsNotInUseException',
    'OrganizationAccessDeniedException',
    'OptInRequired',
    'Client.OptInRequired',
    'SubscriptionRequiredException',
    'InvalidAccessException',
    'AccountNotRegisteredException',
    'RegionDisabledException',
    'PendingVerification',
    'Client.PendingVerification',
  ]),
  ...other('the state of the key stands in the way, not a policy', [
    'KMSInvalidStateException',
    'KMSDisabledException',
    'DisabledException',
  ]),
  ...other('there were too many requests', [
    'ThrottlingException',
    'Throttling',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'Client.RequestLimitExceeded',
    'SlowDown',
  ]),
  ...other('the service says that the thing does not exist', [
    'NotFoundException',
    'NoSuchEntityException',
    'NoSuchBucketPolicy',
    'ServerSideEncryptionConfigurationNotFoundError',
    'AWS.SimpleQueueService.NonExistentQueue',
    'QueueDoesNotExist',
  ]),
];

/** What the table says of a code. */
export interface CodeClass {
  /** `unlisted`: the table has no such code; it is no denial unless the message leaves no doubt. */
  readonly treatment: CodeTreatment | 'unlisted';
  readonly reason: string;
}

/** Looks a code up. Upper and lower case differ, as in AWS. */
export function classifyErrorCode(code: string): CodeClass {
  const rule = EXACT.get(code) ?? PARTS.find((part) => fits(part, code));
  return rule ?? UNLISTED;
}

/** A value of EventBridge's `errorCode` pattern. */
export type EventPatternCode = string | { readonly prefix: string } | { readonly suffix: string };

/** The codes that the EventBridge rule asks for: every one that may be a denial and is watched. */
export function eventPatternErrorCodes(): readonly EventPatternCode[] {
  return ERROR_CODES.filter((rule) => mayBeDenial(rule) && rule.watched !== false).map(
    ({ match, code }) => {
      if (match === 'exact') return code;
      return match === 'prefix' ? { prefix: code } : { suffix: code };
    },
  );
}

/**
 * Texts of ASCII letters of which at least one occurs in every record that can be a denial: the codes,
 * and the word that stands in every message that makes a denial of an unlisted code.
 */
export function denialNeedles(): readonly string[] {
  const texts = [
    DENIAL_WORD,
    ...ERROR_CODES.filter(mayBeDenial).map((rule) => lastLabel(rule.code)),
  ];
  const distinct = [...new Set(texts)];
  return distinct.filter(
    (text) => !distinct.some((shorter) => shorter !== text && text.includes(shorter)),
  );
}

/** `is not authorized to perform` */
const DENIAL_WORD = 'authorized';

const UNLISTED: CodeClass = {
  treatment: 'unlisted',
  reason: 'the error code is not one of a refused request',
};

const EXACT = new Map(
  ERROR_CODES.flatMap((rule) => (rule.match === 'exact' ? [[rule.code, rule] as const] : [])),
);

const PARTS = ERROR_CODES.filter((rule) => rule.match !== 'exact');

function fits(rule: ErrorCodeRule, code: string): boolean {
  return rule.match === 'prefix' ? code.startsWith(rule.code) : code.endsWith(rule.code);
}

function mayBeDenial(rule: ErrorCodeRule): boolean {
  return rule.treatment !== 'other';
}

/** `KMS.AccessDeniedException` -> `AccessDeniedException`: JSON may write a dot in several ways, letters not. */
function lastLabel(code: string): string {
  return code.slice(code.lastIndexOf('.') + 1);
}

function denial(
  match: ErrorCodeRule['match'],
  codes: Readonly<Record<string, string>>,
): readonly ErrorCodeRule[] {
  return Object.entries(codes).map(([code, reason]) => ({
    match,
    code,
    treatment: 'denial',
    reason,
  }));
}

function byMessage(codes: Readonly<Record<string, string>>): readonly ErrorCodeRule[] {
  return Object.entries(codes).map(([code, reason]) => ({
    match: 'exact',
    code,
    treatment: 'byMessage',
    reason,
    watched: false,
  }));
}

function other(reason: string, codes: readonly string[]): readonly ErrorCodeRule[] {
  return codes.map((code) => ({ match: 'exact', code, treatment: 'other', reason }));
}
