import { readFile } from 'node:fs/promises';
import type { EvidenceSources } from '../core/evidence/sources';
import { parseSnapshot, SnapshotError } from '../local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../local/snapshot/snapshot-policies';
import { UsageError } from './exit-code';

/** Where evidence comes from, as the command line says it. */
export interface EvidenceOptions {
  readonly snapshot?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** What the environment tells; a parameter, so that a test needs no real one. */
export interface EvidenceEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

const NOTHING: EvidenceSources = {
  authorizationDetails: null,
  decoder: null,
  simulator: null,
  policies: null,
  whyAbsent: '',
};

/** Variables of which one is set when credentials are at hand. The instance metadata service is not asked. */
const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/**
 * Chooses the sources: a snapshot makes the run offline; a profile, or credentials in the
 * environment, make it live; otherwise only the record itself is evidence.
 *
 * @throws UsageError when the snapshot cannot be read or used
 */
export async function evidenceSources(
  options: EvidenceOptions,
  environment: EvidenceEnvironment,
): Promise<EvidenceSources> {
  if (options.snapshot !== undefined) {
    const policies = await readSnapshot(options.snapshot);
    return { ...NOTHING, policies };
  }
  const { env } = environment;
  const hasCredentials = CREDENTIAL_VARIABLES.some((name) => (env[name] ?? '') !== '');
  if (options.profile === undefined && !hasCredentials)
    return {
      ...NOTHING,
      whyAbsent:
        'no policies were looked at: pass --snapshot FILE, or --profile NAME to read the live account',
    };
  return liveSources(options, environment);
}

/** The SDK is loaded only when it is used: the command starts in a fraction of the time without it. */
async function liveSources(
  { profile, region }: EvidenceOptions,
  { env, now }: EvidenceEnvironment,
): Promise<EvidenceSources> {
  const { createEvidenceSources } = await import('../aws/evidence-sources');
  const { defaultCredentials } = await import('../aws/client-settings');
  return createEvidenceSources({
    region: region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    credentials: defaultCredentials(profile),
    accountId: null,
    now,
  });
}

async function readSnapshot(path: string): Promise<SnapshotPolicies> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--snapshot ${path} cannot be read: ${reason}`, { cause: error });
  }
  try {
    return new SnapshotPolicies(parseSnapshot(text));
  } catch (error) {
    if (error instanceof SnapshotError)
      throw new UsageError(`--snapshot ${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
