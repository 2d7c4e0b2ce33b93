import { createEvidenceSources } from '../../lib/aws/evidence-sources';
import { takeSnapshot } from '../../lib/aws/snapshot/take-snapshot';
import { ToolboxAuthorizationDetails } from '../../lib/aws/toolbox/authorization-details';
import { ToolboxClient } from '../../lib/aws/toolbox/toolbox-client';
import type { Denial } from '../../lib/core/denial/denial';
import { denialFromRecord, isDenial } from '../../lib/core/denial/to-denial';
import type { Explained } from '../../lib/core/diagnosis/diagnosis';
import { explainDenial } from '../../lib/core/diagnosis/explain';
import { gather } from '../../lib/core/evidence/gather';
import type { EvidenceSources } from '../../lib/core/evidence/sources';
import { parseRecord } from '../../lib/core/record/parse';
import type { Json } from '../../lib/core/record/json';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { parseSnapshot } from '../../lib/local/snapshot/parse-snapshot';
import type { Snapshot } from '../../lib/local/snapshot/schema';
import { SnapshotPolicies } from '../../lib/local/snapshot/snapshot-policies';
import { startFakeAws, type FakeAws, type FakeAwsOptions } from '../support/aws/fake-aws';
import { sampleWeek, stories } from '../support/sample-week';
import type { Story } from '../support/sample-week/story';

const ACCOUNT = '111122223333';
const DENYWATCH = `arn:aws:iam::${ACCOUNT}:role/denywatch`;
const { snapshot } = sampleWeek();
const realFetch = globalThis.fetch;
const credentials = () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' });

let fake: FakeAws | null = null;

afterEach(async () => {
  await fake?.close();
  fake = null;
  globalThis.fetch = realFetch;
  for (const service of ['IAM', 'STS', 'ORGANIZATIONS']) {
    Reflect.deleteProperty(process.env, `AWS_ENDPOINT_URL_${service}`);
  }
});

async function startedFake(options: Partial<FakeAwsOptions> = {}): Promise<FakeAws> {
  const started = await startFakeAws({ snapshot, accountId: ACCOUNT, ...options });
  Object.assign(process.env, started.endpointsFor(DENYWATCH));
  globalThis.fetch = started.fetchFor(DENYWATCH);
  fake = started;
  return started;
}

function liveSources(): EvidenceSources {
  const now = (): number => Date.now();
  return createEvidenceSources({ region: 'eu-west-1', credentials, accountId: null, now });
}

const snapshotSources: EvidenceSources = {
  authorizationDetails: null,
  decoder: null,
  simulator: null,
  policies: new SnapshotPolicies(parseSnapshot(JSON.stringify(snapshot))),
  whyAbsent: '',
};

function denialOf(story: Story): Denial {
  const denied = story.records.find(({ errorCode }) => errorCode !== undefined);
  const parsed = parseRecord(JSON.parse(JSON.stringify(denied)) as Json);
  if (!parsed.ok) throw new Error(`no record: ${parsed.found}`);
  const denial = denialFromRecord(parsed.record, serviceReference);
  if (!isDenial(denial)) throw new Error(`no denial: ${denial.notDenial}`);
  return denial;
}

async function explained(denial: Denial, sources: EvidenceSources): Promise<Explained> {
  return explainDenial(denial, await gather(denial, sources, serviceReference), serviceReference);
}

/** What must not depend on where the policies were read; evidence, gaps and words do. */
function essence({ diagnosis, remedy }: Explained): object {
  const { verdict, layer, cause, blockers, nearMisses } = diagnosis;
  return {
    verdict,
    layer,
    cause,
    blockers,
    nearMisses,
    kind: remedy.kind,
    changes: remedy.changes,
  };
}

/** Stories whose snapshot has what no API of the caller's account tells, and what that is. */
const ONLY_IN_A_SNAPSHOT: Readonly<Record<string, string>> = {
  'a function of another team': 'the tags of the function',
  'the price feed was put right on Thursday': 'that the table has no policy, nor the session one',
  "a support session is for one customer's files": 'the session policy',
  'a support session may look at customers, not delete them': 'the session policy',
  'the endpoint for secrets lets nobody list them': 'the endpoint policy',
  'audit events do not go through this endpoint': 'the endpoint policy',
  'the endpoint of the registry knows the images of the shop only': 'the endpoint policy',
  'the reports moved to a subnet without the S3 endpoint': 'the bucket policy',
  'AWS Config cannot look at the finance bucket': 'the bucket policy',
  'the role of the exchange wants an external id': 'the trust policy in another account',
  'the key of the volumes does not know Auto Scaling': 'the key policy',
  'the queue of the returns trusts the role of the old portal': 'the queue policy',
  'the scan of the auditor: APIs': 'that the APIs have no policy',
  'the scan of the auditor: file systems': 'that the file systems have no policy',
};

const sameAsSnapshot = stories.filter(({ name }) => !Object.hasOwn(ONLY_IN_A_SNAPSHOT, name));

function storyNamed(name: string): Story {
  const found = stories.find((story) => story.name === name);
  if (found === undefined) throw new Error(`no story ${name}`);
  return found;
}

const THUMBNAILER = 'the thumbnailer may read the bucket, but not its objects';

describe('live evidence over a real socket', () => {
  it.each(sameAsSnapshot.map((story) => [story.name, story] as const))(
    '%s: is explained as from a snapshot',
    async (_, story) => {
      // Pages of two: what is behind the first page counts too.
      await startedFake({ pageSize: 2 });
      const denial = denialOf(story);
      const live = await explained(denial, liveSources());
      expect(essence(live)).toEqual(essence(await explained(denial, snapshotSources)));
    },
  );

  it.each(Object.keys(ONLY_IN_A_SNAPSHOT))(
    '%s: what it cannot look at is a gap, never a guess',
    async (name) => {
      await startedFake();
      const { diagnosis } = await explained(denialOf(storyNamed(name)), liveSources());
      expect(diagnosis.gaps).not.toEqual([]);
      expect(diagnosis.verdict).not.toBe('allowedNow');
    },
  );

  it('the simulator names the layer, and it is evidence', async () => {
    const { calls } = await startedFake();
    const { diagnosis } = await explained(denialOf(storyNamed(THUMBNAILER)), liveSources());
    expect(diagnosis.evidence.map(({ source }) => source)).toContain('simulator');
    expect(calls).toContainEqual({
      action: 'iam:SimulatePrincipalPolicy',
      resource: `arn:aws:iam::${ACCOUNT}:role/thumbnailer`,
      principalArn: DENYWATCH,
      error: null,
    });
  });

  it('the same caller again costs no further reading of its policies', async () => {
    const aws = await startedFake();
    const sources = liveSources();
    const denial = denialOf(storyNamed(THUMBNAILER));
    await explained(denial, sources);
    const first = aws.counts()['iam:GetRole'];
    await explained(denial, sources);
    expect(aws.counts()['iam:GetRole']).toBe(first);
  });
});

describe('live evidence when AWS has troubles', () => {
  it('a refused action is a gap that names the permission', async () => {
    const aws = await startedFake();
    aws.faults.denied.add('iam:ListRolePolicies').add('iam:SimulatePrincipalPolicy');
    const { diagnosis } = await explained(denialOf(storyNamed(THUMBNAILER)), liveSources());
    const gaps = diagnosis.gaps.join('\n');
    expect(gaps).toContain('it takes the permission iam:ListRolePolicies');
    expect(gaps).toContain('it takes the permission iam:SimulatePrincipalPolicy');
    expect(diagnosis.verdict).toBe('implicitDeny');
  });

  it('a throttled call is made again, and the answer is the same', async () => {
    const aws = await startedFake();
    // One call in sixteen: the SDK's adaptive retries make each throttled one cost a second or more.
    aws.faults.throttledShare = 1 / 16;
    const denial = denialOf(storyNamed(THUMBNAILER));
    const live = await explained(denial, liveSources());
    expect(essence(live)).toEqual(essence(await explained(denial, snapshotSources)));
    const throttled = new Set(['Throttling', 'TooManyRequestsException']);
    expect(aws.calls.some(({ error }) => throttled.has(error ?? ''))).toBe(true);
  }, 60_000);

  it('details that are recorded late are waited for', async () => {
    const details = { requestContext: {}, evaluations: [], policies: [] };
    const aws = await startedFake({
      authorizationDetails: new Map([['abc123', { details, documents: new Map() }]]),
    });
    aws.faults.detailsLateBy = 2;
    const source = new ToolboxAuthorizationDetails({
      client: new ToolboxClient({ credentials }),
      now: () => Date.now(),
      waitsWhileNotYet: [1, 1],
    });
    const looked = await source.find('abc123', 'eu-west-1');
    expect(looked).toMatchObject({ status: 'found', value: { authorizationId: 'abc123' } });
    expect(aws.counts()).toEqual({ 'iam:GetRequestAuthorizationDetails': 3 });
  });
});

it('a snapshot that is taken over the socket is the one that the account was made from', async () => {
  await startedFake({ pageSize: 3 });
  const taken = await takeSnapshot({ region: 'eu-west-1', credentials }, '2026-11-20T08:00:00Z');
  if (taken.status !== 'found') throw new Error(taken.gap);
  const { notes, snapshot: read } = taken.value;
  expect(notes).toEqual([]);
  const [is, was] = [read, snapshot].map(inOneForm);
  expect(is?.accounts[ACCOUNT]?.authorizationDetails).toEqual(
    was?.accounts[ACCOUNT]?.authorizationDetails,
  );
  expect(is?.organization).toEqual(was?.organization);
});

/** Validated, with dates written one way: the CLI writes an offset, the SDK a `Z`. */
function inOneForm(snapshotFile: object): Snapshot {
  return parseSnapshot(
    JSON.stringify(snapshotFile, (name, value: unknown) =>
      name === 'CreateDate' && typeof value === 'string' ? new Date(value).toISOString() : value,
    ),
  );
}
