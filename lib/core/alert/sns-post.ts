import type { Post } from '../channel';
import { groupJson, newsWords } from './group-facts';
import { SEVERITIES } from './severity';
import { renderSns, snsBodies, snsSubject, type SnsMessage } from './sns';
import { stormWords, type StormPost } from './storm';
import { renderStormText, stormJson } from './storm-text';
import { visible } from './text/visible';

/** Characters of an attribute. */
const LONGEST_ATTRIBUTE = 256;

/**
 * What a topic's subscribers get. A first alert is the alert as it always was; an escalation and a
 * reopening begin with why they are sent, and tell programs in `reason` and `group`. Attribute
 * `alertId` is the same whenever a message is sent again.
 */
export function renderSnsPost(post: Post): SnsMessage {
  const message = post.kind === 'storm' ? renderStorm(post) : renderAlert(post);
  const ids = {
    alertId: attribute(post.id),
    reason: post.kind === 'storm' ? 'storm' : post.reason,
  };
  return { ...message, attributes: { ...message.attributes, ...ids } };
}

function renderAlert({ alert, group, reason }: Exclude<Post, StormPost>): SnsMessage {
  if (reason === 'first') return renderSns(alert);
  return renderSns(alert, {
    news: newsWords(group, reason),
    json: { reason, group: groupJson(group) },
  });
}

function renderStorm(post: StormPost): SnsMessage {
  const { headline } = stormWords(post);
  const severities = post.storm.lines.map(({ severity }) => severity);
  const highest = SEVERITIES.find((severity) => severities.includes(severity));
  return {
    subject: snsSubject(`Denials: ${headline}`),
    bodies: snsBodies({
      text: renderStormText(post),
      sms: headline,
      json: JSON.stringify(stormJson(post)),
    }),
    attributes: { severity: highest ?? 'medium' },
  };
}

function attribute(text: string): string {
  return visible(text).slice(0, LONGEST_ATTRIBUTE);
}
