import { writeFile } from 'node:fs/promises';
import { EXIT, UsageError } from '../exit-code';
import type { CommandIo } from '../io';

/** Options of `denywatch snapshot`. */
export interface SnapshotOptions {
  readonly profile?: string;
  readonly region?: string;
  /** Absent: standard output. */
  readonly output?: string;
}

/** What no API lists for a whole account; to be added by hand where it matters. */
const BY_HAND = ['resourcePolicies', 'vpcEndpointPolicies', 'sessionPolicies', 'resources'];

/**
 * `denywatch snapshot`: writes the policies of the live account and its organization into one file, which
 * `--snapshot` reads offline. What could not be read is left out and noted on standard error.
 *
 * @returns 0, or 1 when the users, roles and policies of the account could not be read
 * @throws UsageError when the account cannot be asked at all, or the file cannot be written
 */
export async function snapshotCommand(options: SnapshotOptions, io: CommandIo): Promise<number> {
  const { env } = io;
  const { defaultCredentials } = await import('../../aws/client-settings');
  const { takeSnapshot } = await import('../../aws/snapshot/take-snapshot');
  const access = {
    region: options.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    credentials: defaultCredentials(options.profile),
  };
  const taken = await takeSnapshot(access, new Date(io.now()).toISOString());
  if (taken.status !== 'found') throw new UsageError(`no snapshot was taken: ${taken.gap}`);
  const { accountId, snapshot, notes } = taken.value;
  await write(`${JSON.stringify(snapshot, null, 2)}\n`, options.output, io);
  for (const note of notes) io.err(`denywatch: ${note}\n`);
  io.err(
    `denywatch: snapshot of account ${accountId}${options.output === undefined ? '' : ` written to ${options.output}`}; not part of it, add by hand what matters: ${BY_HAND.join(', ')}\n`,
  );
  const isWhole = snapshot.accounts[accountId]?.authorizationDetails !== undefined;
  return isWhole ? EXIT.explained : EXIT.partly;
}

/** Policies tell much about an account: the file is its owner's alone. */
async function write(text: string, file: string | undefined, io: CommandIo): Promise<void> {
  if (file === undefined) {
    await io.out(text);
    return;
  }
  try {
    await writeFile(file, text, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--output ${file} cannot be written: ${reason}`, { cause: error });
  }
}
