import { renderTeams } from '../../core/alert/teams';
import type { AlertChannel, DigestChannel, DigestPost, Post } from '../../core/channel';
import { digestTeams } from '../../core/digest/render/teams';
import { HttpsRefusal, httpsPost, type HttpsSettings } from './https-post';
import type { Secret } from './secret';

/** What the channel works with. */
export interface TeamsSettings extends HttpsSettings {
  readonly name: string;
  /** The workflow's address: who has it can post. */
  readonly url: Secret;
}

/** The workflow was deleted or turned off, or its address was renewed. */
const ADDRESS_IS_GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);

const WHAT = 'the Teams webhook';

/**
 * Microsoft Teams by the webhook of a workflow. It can neither edit nor reply, so it gets first alerts,
 * escalations, reopenings and the beginning and the end of storms, and the digest.
 *
 * Follows: Microsoft Teams, "Create incoming webhooks with Workflows".
 */
export class TeamsChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = false;
  private readonly settings: TeamsSettings;

  constructor(settings: TeamsSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater, or Error saying why Teams did not take the message, without the address */
  async deliver(post: Post | DigestPost): Promise<null> {
    const address = await this.settings.url.get();
    try {
      const body = JSON.stringify(
        post.kind === 'digest' ? digestTeams(post.digest, post.link) : renderTeams(post),
      );
      await httpsPost({ what: WHAT, address, body }, this.settings);
    } catch (error) {
      throw this.withAdvice(error);
    }
    return null;
  }

  private withAdvice(error: unknown): unknown {
    if (!(error instanceof HttpsRefusal) || !ADDRESS_IS_GONE.has(error.status)) return error;
    this.settings.url.forget();
    const advice = 'turn the workflow on, or put the address of a new one into the secret';
    return new HttpsRefusal(error.status, `${error.message}: ${advice}`);
  }
}
