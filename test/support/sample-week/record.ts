import type { Caller } from './callers';
import type { Random } from './random';
import { ACCOUNT, GLOBAL, HOME, stamp } from './week';

/** One record of the sample, in the order of fields that CloudTrail has. */
export interface SampleRecord {
  readonly eventTime: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly [field: string]: unknown;
}

/** One API call. */
export interface Call {
  /** First label of the event source. */
  readonly service: string;
  readonly event: string;
  readonly readOnly?: boolean;
  readonly region?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly parameters?: object | null;
  readonly response?: object | null;
  readonly additional?: object;
  readonly resources?: readonly object[];
  /** A data event rather than a management event. */
  readonly data?: boolean;
  readonly vpcEndpointId?: string;
  readonly sharedEvent?: boolean;
  /** Null for a call without TLS details: services calling one another. */
  readonly host?: string | null;
}

/** Services whose events are all recorded in us-east-1. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  'iam',
  'organizations',
  'ce',
  'route53domains',
]);
/** CloudTrail cuts an error message here and writes three dots behind it. */
const MAX_MESSAGE = 1023;

/** The record of a call. */
export function recordOf(caller: Caller, call: Call, ms: number, random: Random): SampleRecord {
  const region = call.region ?? (GLOBAL_SERVICES.has(call.service) ? GLOBAL : HOME);
  const byService = caller.sourceIp.endsWith('.amazonaws.com');
  const host = call.host === undefined ? hostOf(call.service, region) : call.host;
  return {
    eventVersion: '1.11',
    userIdentity: caller.identity(ms),
    eventTime: stamp(ms),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.event,
    awsRegion: region,
    sourceIPAddress: caller.sourceIp,
    userAgent: caller.userAgent,
    ...errorOf(call),
    requestParameters: call.parameters ?? null,
    responseElements: call.response ?? null,
    ...present('additionalEventData', call.additional),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly ?? isRead(call.event),
    ...present('resources', call.resources),
    eventType: 'AwsApiCall',
    managementEvent: call.data !== true,
    recipientAccountId: ACCOUNT,
    ...present('sharedEventID', call.sharedEvent === true ? random.uuid() : undefined),
    ...endpointOf(call),
    eventCategory: call.data === true ? 'Data' : 'Management',
    ...(byService || host === null ? {} : tlsOf(host)),
    ...present('sessionCredentialFromConsole', caller.fromConsole === true ? 'true' : undefined),
  };
}

/** The field, where there is a value for it. */
function present(field: string, value: unknown): object {
  return value === undefined ? {} : { [field]: value };
}

function errorOf(call: Call): object {
  if (call.errorCode === undefined) return {};
  const message = call.errorMessage;
  if (message === undefined) return { errorCode: call.errorCode };
  const whole = message.length <= MAX_MESSAGE;
  const errorMessage = whole ? message : `${message.slice(0, MAX_MESSAGE)}...`;
  return { errorCode: call.errorCode, errorMessage };
}

function endpointOf(call: Call): object {
  if (call.vpcEndpointId === undefined) return {};
  return { vpcEndpointId: call.vpcEndpointId, vpcEndpointAccountId: ACCOUNT };
}

function tlsOf(host: string): object {
  return {
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: host,
    },
  };
}

function isRead(event: string): boolean {
  return /^(?:Get|List|Describe|Head|BatchGet|Query|Scan|AssumeRole|Decrypt|GenerateDataKey)/.test(
    event,
  );
}

function hostOf(service: string, region: string): string {
  if (service === 'iam') return 'iam.amazonaws.com';
  return `${service === 'ecr' ? 'api.ecr' : service}.${region}.amazonaws.com`;
}

/** A record of a request that a VPC endpoint's policy refused: a network activity event. */
export function endpointRecord(
  caller: Caller,
  call: { readonly service: string; readonly event: string; readonly vpcEndpointId: string },
  ms: number,
  random: Random,
): SampleRecord {
  return {
    eventVersion: '1.11',
    userIdentity: caller.identity(ms),
    eventTime: stamp(ms),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.event,
    awsRegion: HOME,
    sourceIPAddress: caller.sourceIp,
    errorCode: 'VpceAccessDenied',
    errorMessage: 'The request was denied due to a VPC endpoint policy',
    requestID: random.uuid(),
    eventID: random.uuid(),
    eventType: 'AwsVpceEvent',
    recipientAccountId: ACCOUNT,
    sharedEventID: random.uuid(),
    vpcEndpointId: call.vpcEndpointId,
    vpcEndpointAccountId: ACCOUNT,
    eventCategory: 'NetworkActivity',
  };
}

/** What S3 adds to a call: the request's bucket and key, and the resources of a data event. */
export function s3Call(
  event: string,
  bucket: string,
  key: string | null,
  random: Random,
  more: Partial<Call> = {},
): Call {
  const host = `${bucket}.s3.${more.region ?? HOME}.amazonaws.com`;
  const object =
    key === null
      ? { type: 'AWS::S3::Object', ARNPrefix: `arn:aws:s3:::${bucket}/` }
      : { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` };
  const isData = more.data !== false;
  const parameters = {
    bucketName: bucket,
    Host: host,
    ...(key === null ? {} : { key }),
    ...more.parameters,
  };
  return {
    service: 's3',
    event,
    data: isData,
    host,
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': random.blob(56),
      bytesTransferredOut: 243,
    },
    ...(isData
      ? {
          resources: [
            object,
            { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
          ],
        }
      : {}),
    ...more,
    parameters,
  };
}
