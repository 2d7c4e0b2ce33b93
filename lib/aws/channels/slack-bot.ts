import { renderSlackGroup, type SlackGroupMessage } from '../../core/alert/slack-group';
import { renderSlackStorm, renderSlackStormEnd } from '../../core/alert/slack-storm';
import { renderSlackDetails, renderSlackNews } from '../../core/alert/slack-thread';
import type { StormPost } from '../../core/alert/storm';
import {
  RetryLater,
  type AlertChannel,
  type DigestChannel,
  type DigestPost,
  type Post,
} from '../../core/channel';
import { digestSlack } from '../../core/digest/render/slack';
import { SlackApi, type SlackApiSettings, type SlackMark, type SlackPlace } from './slack-api';
import { readHandle, writeHandle, type SlackHandle } from './slack-handle';
import { replyMark, SlackPosts, type SlackReply } from './slack-posts';

/** What the channel works with. */
export interface SlackBotSettings extends SlackApiSettings {
  readonly name: string;
  /** Id of the Slack channel: `C0123456789`. */
  readonly channelId: string;
  /** Whether a Lambda listens to buttons. */
  readonly offersAnswers: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits for that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Told of what went wrong and does no harm: the message is there, its details are not. */
  readonly onTrouble?: (why: string) => void;
}

type AlertPost = Extract<Post, { readonly kind: 'alert' }>;
type UpdatePost = Extract<Post, { readonly kind: 'update' }>;

/** The thread is told of repeats at most this often: the message itself has the count. */
const TELL_EVERY_MS = 3_600_000;
/** For the details, Slack may ask to wait this long; for longer, the next edit brings them. */
const LONGEST_WAIT_MS = 15_000;
/**
 * Slack by a bot's token: one message for each group, edited as its counter grows. Details, news and
 * an hourly note about repeats are replies; an escalation and a reopening are shown in the channel too.
 *
 * Each message is marked with its group (metadata). Where an earlier try may have been accepted, the
 * channel's history is searched for the mark, so that nothing is posted twice.
 *
 * Follows: Slack API, chat.postMessage, chat.update, "Message metadata".
 */
export class SlackBotChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = true;
  private readonly settings: SlackBotSettings;
  private readonly api: SlackApi;
  private readonly posts: SlackPosts;

  constructor(settings: SlackBotSettings) {
    this.name = settings.name;
    this.settings = settings;
    this.api = new SlackApi(settings);
    this.posts = new SlackPosts(this.api, settings.channelId);
  }

  /** @throws RetryLater, or Error saying why Slack did not take the message, without the token */
  async deliver(post: Post | DigestPost): Promise<string> {
    if (post.kind === 'storm') return this.storm(post);
    if (post.kind === 'digest') return this.digest(post);
    const handle = await (post.kind === 'alert' ? this.post(post) : this.update(post));
    return writeHandle(handle);
  }

  /**
   * Replies in the thread of a group's message, once for each id: what people asked for.
   *
   * @param handle as `deliver` returned it
   */
  async reply(
    handle: string,
    { group, id, message }: { group: string; id: string; message: SlackGroupMessage },
  ): Promise<void> {
    await this.posts.replyOnce(readHandle(handle), { of: { group }, id, message });
  }

  private async post(post: AlertPost): Promise<SlackHandle> {
    const { channelId: channel, offersAnswers, now } = this.settings;
    const { groupId, count } = post.group;
    const message = renderSlackGroup(post, offersAnswers);
    const mark = groupMark(post);
    const ts = post.mayBeThere
      ? await this.posts.postOnce(message, mark, ({ group }) => group === groupId)
      : await this.api.post({ channel, message, mark });
    const told = { at: new Date(now()).toISOString(), count };
    return { channel, ts, told, details: await this.firstDetails(post, { channel, ts }) };
  }

  /** The message is there: whatever happens to its details must not post it again. */
  private async firstDetails(post: AlertPost, place: SlackPlace): Promise<string | null> {
    const { sleep = wait } = this.settings;
    const reply = detailsReply(post);
    const attempt = (): Promise<string> =>
      post.mayBeThere ? this.posts.replyOnce(place, reply) : this.posts.reply(place, reply);
    return this.unlessTrouble(
      attempt().catch(async (error: unknown) => {
        if (!(error instanceof RetryLater) || error.afterMs > LONGEST_WAIT_MS) throw error;
        await sleep(error.afterMs);
        return attempt();
      }),
    );
  }

  private async unlessTrouble(details: Promise<string>): Promise<string | null> {
    try {
      return await details;
    } catch (error) {
      this.settings.onTrouble?.(`the details will come with the next edit: ${String(error)}`);
      return null;
    }
  }

  private async update(post: UpdatePost): Promise<SlackHandle> {
    const handle = readHandle(post.handle);
    const message = renderSlackGroup(post, this.settings.offersAnswers);
    if (!(await this.posts.edit(handle, message, groupMark(post)))) {
      // Somebody deleted it: it comes back when there is news, not for every count.
      const isNews = post.reason === 'escalated' || post.reason === 'reopened';
      return isNews ? this.post({ ...post, kind: 'alert', mayBeThere: true }) : handle;
    }
    const details = await this.newDetails(post, handle);
    return { ...handle, details, told: await this.tell(post, handle) };
  }

  private async newDetails(post: UpdatePost, handle: SlackHandle): Promise<string | null> {
    const { channel, details } = handle;
    const reply = detailsReply(post);
    if (details === null) return this.unlessTrouble(this.posts.replyOnce(handle, reply));
    if (post.reason === 'betterDiagnosis')
      await this.posts.edit({ channel, ts: details }, reply.message, replyMark(reply));
    return details;
  }

  /** Tells the thread, and says what it knows now. */
  private async tell(post: UpdatePost, handle: SlackHandle): Promise<SlackHandle['told']> {
    const { told } = handle;
    const { groupId: group, count } = post.group;
    const now = this.settings.now();
    const isRepeat = post.reason === 'repeats';
    if (isRepeat && now - Date.parse(told.at) < TELL_EVERY_MS) return told;
    const message = renderSlackNews(post, told);
    if (message === null) return told;
    await this.posts.replyOnce(handle, {
      message,
      of: { group },
      // The id of a repeat has the time of the note before: a second try has the same.
      id: isRepeat ? `${group}:repeats:${told.at}` : post.id,
      broadcast: post.reason === 'escalated' || post.reason === 'reopened',
      since: told.at,
    });
    return { at: new Date(now).toISOString(), count };
  }

  private async digest({ id, digest, link, mayBeThere }: DigestPost): Promise<string> {
    const { channelId: channel } = this.settings;
    const mark: SlackMark = { event_type: 'denywatch_digest', event_payload: { digest: id } };
    const message = digestSlack(digest, link);
    const ts = mayBeThere
      ? await this.posts.postOnce(message, mark, (payload) => payload['digest'] === id)
      : await this.api.post({ channel, message, mark });
    return writeHandle({ channel, ts, details: null, told: { at: digest.madeAt, count: 0 } });
  }

  private async storm(post: StormPost): Promise<string> {
    const { channelId: channel } = this.settings;
    const { id, since, folded } = post.storm;
    const mark: SlackMark = { event_type: 'denywatch_storm', event_payload: { storm: id } };
    const message = renderSlackStorm(post);
    const known = post.handle === null ? null : readHandle(post.handle);
    const place =
      known !== null && (await this.posts.edit(known, message, mark))
        ? known
        : {
            channel,
            ts: await this.posts.postOnce(message, mark, ({ storm }) => storm === id),
          };
    if (post.phase === 'closed' && known !== null)
      await this.posts.replyOnce(place, {
        of: { storm: id },
        id: `${id}:closed`,
        message: renderSlackStormEnd(post),
        broadcast: true,
      });
    const { ts } = place;
    return writeHandle({
      channel: place.channel,
      ts,
      details: null,
      told: { at: since, count: folded },
    });
  }
}

function groupMark({ id, group, reason }: AlertPost | UpdatePost): SlackMark {
  return { event_type: 'denywatch_group', event_payload: { group: group.groupId, id, reason } };
}

function detailsReply({ alert, group }: AlertPost | UpdatePost): SlackReply {
  return {
    of: { group: group.groupId },
    id: `${group.groupId}:details`,
    message: renderSlackDetails(alert),
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
