import type { SlackGroupMessage } from '../../core/alert/slack-group';
import type { SlackApi, SlackFound, SlackMark, SlackPlace } from './slack-api';
import { CHANNEL_IS_GONE, MESSAGE_IS_GONE, SlackRefusal } from './slack-refusal';

/** A reply in a thread. */
export interface SlackReply {
  readonly message: SlackGroupMessage;
  /** What it belongs to, and its own id: the same whenever it is tried again. */
  readonly of: { readonly group: string } | { readonly storm: string };
  readonly id: string;
  /** Shown in the channel too. */
  readonly broadcast?: boolean;
  /** ISO 8601: an earlier try was not before then. */
  readonly since?: string;
}

/** Two clocks differ, and Slack takes its time from its own. */
const SLACK_CLOCK_MS = 120_000;

/** Messages that are found again by their marks, so that a second try edits instead of posting twice. */
export class SlackPosts {
  private readonly api: SlackApi;
  private readonly channel: string;

  /** @param channel the one in the settings */
  constructor(api: SlackApi, channel: string) {
    this.api = api;
    this.channel = channel;
  }

  /** @returns `ts` of the message that was posted or, where its mark was found, edited */
  async postOnce(
    message: SlackGroupMessage,
    mark: SlackMark,
    isIt: (payload: SlackMark['event_payload']) => boolean,
  ): Promise<string> {
    const { channel } = this;
    const recent = await this.api.recent({ channel });
    const ts = match(recent, (payload) => payload['reply'] === undefined && isIt(payload));
    if (ts !== null && (await this.edit({ channel, ts }, message, mark))) return ts;
    return this.api.post({ channel, message, mark });
  }

  /** @returns false when the message is gone */
  async edit(place: SlackPlace, message: SlackGroupMessage, mark: SlackMark): Promise<boolean> {
    try {
      await this.api.update(place, message, mark);
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal && this.isGone(error.error, place)) return false;
      throw error;
    }
  }

  /** Replies unless the thread has a reply with that id. */
  async replyOnce(place: SlackPlace, reply: SlackReply): Promise<string> {
    const { channel, ts: thread } = place;
    const sinceMs = Date.parse(reply.since ?? '') - SLACK_CLOCK_MS;
    const replies = await this.api.recent({
      channel,
      thread,
      ...(sinceMs > 0 && { oldest: (sinceMs / 1_000).toFixed(6) }),
    });
    // The message itself has the id of the last thing that was shown, too.
    const isIt = ({ id, reply: of }: SlackMark['event_payload']): boolean =>
      of !== undefined && id === reply.id;
    return match(replies, isIt) ?? this.reply(place, reply);
  }

  private isGone(error: string, { channel }: SlackPlace): boolean {
    if (MESSAGE_IS_GONE.has(error)) return true;
    // Alerts go to another channel by now, and the app has left the old one.
    return channel !== this.channel && CHANNEL_IS_GONE.has(error);
  }

  reply({ channel, ts: thread }: SlackPlace, reply: SlackReply): Promise<string> {
    const { message, broadcast } = reply;
    return this.api.post({
      channel,
      message,
      thread,
      mark: replyMark(reply),
      ...(broadcast === true && { broadcast }),
    });
  }
}

/** How a reply is marked. */
export function replyMark({ of, id }: Pick<SlackReply, 'of' | 'id'>): SlackMark {
  return {
    event_type: 'group' in of ? 'denywatch_group' : 'denywatch_storm',
    event_payload: { ...of, id, reply: 'true' },
  };
}

function match(
  messages: readonly SlackFound[] | null,
  isIt: (payload: SlackMark['event_payload']) => boolean,
): string | null {
  const found = messages?.find(({ mark }) => mark !== null && isIt(mark.event_payload));
  return found?.ts ?? null;
}
