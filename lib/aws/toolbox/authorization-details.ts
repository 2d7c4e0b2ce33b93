import pLimit from 'p-limit';
import type { AuthorizationDetails, Looked } from '../../core/evidence/evidence';
import type { AuthorizationDetailsSource } from '../../core/evidence/sources';
import { gapOf, reasonOf, troubleOfAnswer } from '../lookup';
import { isRegion } from '../region';
import { SharedLookups } from '../shared-lookups';
import type { HttpAnswer } from './signed-get';
import type { ToolboxClient } from './toolbox-client';
import { readDetailsPage, readPolicyDocument, type DetailsPage } from './wire';

/** Settings of the source. */
export interface AuthorizationDetailsSettings {
  readonly client: ToolboxClient;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits, in milliseconds, before AWS is asked again for details that it has not recorded yet. */
  readonly waitsWhileNotYet?: readonly number[];
}

type Policy = AuthorizationDetails['policies'][number];

/** AWS records the details within seconds to minutes: after that "not found" is final. */
const YOUNG_MS = 15 * 60_000;
const MAX_PAGES = 20;
/** Most policies whose text is fetched for one denial. */
const MAX_DOCUMENTS = 25;
const CONCURRENT_DOCUMENTS = 4;
const KEEP_MS = 15 * 60_000;
const KEEP_GAP_MS = 5_000;
const DEFAULT_WAITS_MS = [1_500, 3_000, 6_000];

const DETAILS = 'iam:GetRequestAuthorizationDetails';
const POLICY = 'iam:GetRequestAuthorizationPolicy';

/**
 * AWS's own explanation of a denial whose message carries an authorization id.
 *
 * Follows: IAM Toolbox API Reference, GetRequestAuthorizationDetails, GetRequestAuthorizationPolicy;
 * IAM User Guide, "Troubleshoot access denied error messages with authorization ID".
 */
export class ToolboxAuthorizationDetails implements AuthorizationDetailsSource {
  private readonly settings: AuthorizationDetailsSettings;
  private readonly cache: SharedLookups<Looked<AuthorizationDetails>>;

  constructor(settings: AuthorizationDetailsSettings) {
    this.settings = settings;
    this.cache = new SharedLookups({
      maxSize: 200,
      keepMs: ({ status }) => (status === 'found' ? KEEP_MS : KEEP_GAP_MS),
      now: settings.now,
    });
  }

  /** @param deniedAt ISO 8601; null counts as just now */
  find(
    authorizationId: string,
    region: string,
    deniedAt: string | null = null,
  ): Promise<Looked<AuthorizationDetails>> {
    if (!/^[0-9a-z]{1,256}$/.test(authorizationId))
      return Promise.resolve(unavailable(`${shown(authorizationId)} is no authorization id`));
    if (!isRegion(region))
      return Promise.resolve(unavailable(`the authorization details: no region ${shown(region)}`));
    const key = `${region}/${authorizationId}`;
    return this.cache.get(key, () => this.findNow(authorizationId, region, deniedAt));
  }

  private async findNow(
    id: string,
    region: string,
    deniedAt: string | null,
  ): Promise<Looked<AuthorizationDetails>> {
    const { client, waitsWhileNotYet = DEFAULT_WAITS_MS } = this.settings;
    let looked = await this.ask(id, region, deniedAt);
    for (const wait of waitsWhileNotYet) {
      if (looked.status !== 'notYet') break;
      await client.pause(wait);
      looked = await this.ask(id, region, deniedAt);
    }
    return looked;
  }

  private async ask(
    id: string,
    region: string,
    deniedAt: string | null,
  ): Promise<Looked<AuthorizationDetails>> {
    try {
      const pages = await this.pages(id, region);
      if ('status' in pages) return this.noDetails(pages, id, region, deniedAt);
      return { status: 'found', value: await this.withDocuments(id, region, pages) };
    } catch (error) {
      return unavailable(gapOf(error, { what: 'the authorization details', permission: DETAILS }));
    }
  }

  /** All pages, or the first answer that is none. */
  private async pages(id: string, region: string): Promise<readonly DetailsPage[] | HttpAnswer> {
    const pages: DetailsPage[] = [];
    let nextToken: string | null = null;
    do {
      const query: Readonly<Record<string, string>> = nextToken === null ? {} : { nextToken };
      const answer: HttpAnswer = await this.settings.client.get(
        region,
        `/authorization-details/${id}`,
        query,
      );
      const page = answer.status === 200 ? readDetailsPage(answer.body) : null;
      if (page === null) return answer;
      pages.push(page);
      ({ nextToken } = page);
    } while (nextToken !== null && pages.length < MAX_PAGES);
    return pages;
  }

  private noDetails(
    answer: HttpAnswer,
    id: string,
    region: string,
    deniedAt: string | null,
  ): Looked<never> {
    const what = `the authorization details ${id}`;
    if (answer.status === 404) {
      return this.isYoung(deniedAt)
        ? { status: 'notYet', gap: `${what} are not recorded yet in ${region}` }
        : unavailable(
            `${what} are not in ${region}: AWS keeps them for 24 hours, in the region of the denial, for its own account and organization`,
          );
    }
    return unavailable(`${what} could not be looked at: ${whyNot(answer, DETAILS)}`);
  }

  private isYoung(deniedAt: string | null): boolean {
    const time = Date.parse(deniedAt ?? '');
    return Number.isNaN(time) || this.settings.now() - time < YOUNG_MS;
  }

  private async withDocuments(
    authorizationId: string,
    region: string,
    pages: readonly DetailsPage[],
  ): Promise<AuthorizationDetails> {
    const evaluations = pages.flatMap((page) => page.evaluations);
    const policies = uniquePolicies(pages);
    const gaps: string[] = [];
    const matched = new Set(
      evaluations.flatMap((evaluation) => evaluation.matched.map((m) => m.uri)),
    );
    const byUse = policies.toSorted(
      (a, b) => Number(matched.has(b.uri)) - Number(matched.has(a.uri)),
    );
    if (byUse.length > MAX_DOCUMENTS)
      gaps.push(
        `the text of ${byUse.length - MAX_DOCUMENTS} of ${byUse.length} evaluated policies was not fetched`,
      );
    const documents = new Map<string, object | null>();
    const limit = pLimit(CONCURRENT_DOCUMENTS);
    await Promise.all(
      byUse.slice(0, MAX_DOCUMENTS).map(({ uri }) =>
        limit(async () => {
          documents.set(uri, await this.document(authorizationId, region, uri, gaps));
        }),
      ),
    );
    return {
      authorizationId,
      requestContext: new Map(pages.flatMap((page) => [...page.requestContext])),
      evaluations,
      policies: policies.map((policy) => ({
        ...policy,
        document: documents.get(policy.uri) ?? null,
      })),
      gaps: [...new Set(gaps)],
    };
  }

  /** The text as it was at the denial; null and a gap when it cannot be had. */
  private async document(
    id: string,
    region: string,
    policyUri: string,
    gaps: string[],
  ): Promise<object | null> {
    const what = 'the text of the policies as they were at the denial';
    try {
      const path = `/authorization-details/${id}/policy`;
      const answer = await this.settings.client.get(region, path, { policyUri });
      if (answer.status !== 200) {
        gaps.push(`${what} could not be looked at: ${whyNot(answer, POLICY)}`);
        return null;
      }
      const document = readPolicyDocument(answer.body);
      if (document === null)
        gaps.push(`${what}: the answer for ${shown(policyUri)} holds no policy`);
      return document;
    } catch (error) {
      gaps.push(gapOf(error, { what, permission: POLICY }));
      return null;
    }
  }
}

/** Every page repeats the policies. */
function uniquePolicies(pages: readonly DetailsPage[]): readonly Policy[] {
  const policies = pages.flatMap((page) => page.policies);
  return [...new Map(policies.map((policy) => [policy.uri, policy])).values()];
}

function whyNot({ errorName, status, body }: HttpAnswer, permission: string): string {
  const said = status === 200 ? 'the answer is not shaped as documented' : body;
  return reasonOf(troubleOfAnswer(errorName, status), permission, said);
}

function unavailable(gap: string): Looked<never> {
  return { status: 'unavailable', gap };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
