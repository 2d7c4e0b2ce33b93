import type { SlackBotChannel } from '../../lib/aws/channels/slack-bot';
import { writeHandle } from '../../lib/aws/channels/slack-handle';
import type { SlackUserGroups } from '../../lib/aws/channels/slack-user-groups';
import type { MessageQueue } from '../../lib/aws/message-queue';
import { act, type ActOutcome, type ActPorts, type ChatJob } from '../../lib/core/act';
import { renderSlackReply } from '../../lib/core/alert/slack-reply';
import { recheckMessage } from './denial-messages';

/** What answers from Slack work with. */
export interface ChatSurroundings {
  readonly store: ActPorts['store'];
  /** The bots of the settings, by Slack's id of their channel; at least one. */
  readonly bots: ReadonlyMap<string, Pick<SlackBotChannel, 'reply'>>;
  readonly userGroups: Pick<SlackUserGroups, 'refusal'>;
  readonly deliveryQueue: Pick<MessageQueue, 'put'>;
  readonly denialQueue: Pick<MessageQueue, 'put'>;
}

/** Does what people ask for from Slack. Make it once: what it looks up is kept. */
export function createChat({
  store,
  bots,
  userGroups,
  deliveryQueue,
  denialQueue,
}: ChatSurroundings): (job: ChatJob) => Promise<ActOutcome> {
  const [anyBot] = bots.values();
  const ports: ActPorts = {
    store,
    refusal: ({ id }) => userGroups.refusal(id.slice(id.lastIndexOf('/') + 1)),
    reply: async ({ place, action, by, at }, reply, id) => {
      // Alerts may go to another channel by now: the app is one, and its bot may still be in the old one.
      const bot = bots.get(place.channel) ?? anyBot;
      if (bot === undefined) throw new Error('no channel of the settings is a Slack bot any more');
      const handle = writeHandle({ ...place, details: null, told: { at, count: 0 } });
      const message = renderSlackReply(reply, by.name);
      await bot.reply(handle, { group: action.group, id, message });
    },
    recheck: (job) => denialQueue.put(recheckMessage(job), 0),
    later: (job, afterMs) => deliveryQueue.put(JSON.stringify(job), afterMs),
  };
  return (job) => act(job, ports);
}
