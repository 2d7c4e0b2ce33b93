import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

/** Resolves the credentials of a run; the SDK's clients and the hand-signed requests share one. */
export type Credentials = ReturnType<typeof fromNodeProviderChain>;

/** Where and as whom AWS is called. */
export interface AwsAccess {
  /** Home region, `eu-central-1`. Global services are called in its partition. */
  readonly region: string;
  readonly credentials: Credentials;
}

/** The usual chain: environment, shared files (`profile`), container and instance roles. */
export function defaultCredentials(profile?: string): Credentials {
  return fromNodeProviderChain(profile === undefined ? {} : { profile });
}

/** One try must not hold up an alert: connect within 2 s, answer within 8 s. */
const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 8_000;

/**
 * The settings that every SDK client of Denywatch is made with: adaptive retries (the client slows
 * itself down when AWS throttles), time limits, and a user agent by which its calls are found in CloudTrail.
 */
export function clientSettings(access: AwsAccess): {
  region: string;
  credentials: Credentials;
  maxAttempts: number;
  retryMode: 'adaptive';
  customUserAgent: string;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: boolean;
  };
} {
  return {
    region: access.region,
    credentials: access.credentials,
    maxAttempts: 4,
    retryMode: 'adaptive',
    customUserAgent: 'denywatch',
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}
