import type { Post } from '../channel';
import { alertJson } from './alert-json';
import { groupJson } from './group-facts';
import { stormJson } from './storm-text';

/** One message of a webhook. */
export interface WebhookMessage {
  /** The same whenever the same message is sent again: receivers drop what they have. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** Bytes of the alert: receivers commonly take 256 KB or more. */
const MOST_BYTES = 200_000;
const LONGEST_ID = 200;

/**
 * A post for programs: `{"type":"denial.escalated","id":…,"timestamp":…,"data":{…}}`. `data` is the JSON
 * that SNS sends, with the group; `type` is `denial.` and the reason, or `storm.` and the phase.
 *
 * Follows: Standard Webhooks 1.0, "Payload structure".
 */
export function renderWebhook(post: Post): WebhookMessage {
  const id = messageId(post);
  if (post.kind === 'storm') {
    const { phase, storm } = post;
    return envelope(
      { id, type: `storm.${phase}`, at: storm.last },
      JSON.stringify(stormJson(post)),
    );
  }
  const { alert, group, reason } = post;
  const data = alertJson(alert, MOST_BYTES, { reason, group: groupJson(group) });
  return envelope({ id, type: `denial.${reason}`, at: alert.occurrences.last }, data);
}

/**
 * What surrounds the data of every message.
 *
 * @param data JSON
 */
export function envelope(
  { id, type, at }: { readonly id: string; readonly type: string; readonly at: string | null },
  data: string,
): WebhookMessage {
  const head = JSON.stringify({ type, id, timestamp: at });
  return { id, body: `${head.slice(0, -1)},"data":${data}}` };
}

/**
 * A counter grows without a new revision: its messages have the count in their ids. What is signed is
 * the id, a full stop and more, so there is none in an id.
 */
function messageId(post: Post): string {
  const id =
    post.kind !== 'storm' && post.reason === 'repeats' ? `${post.id}:${post.group.count}` : post.id;
  return id.replace(/[^\w:/-]/g, '_').slice(0, LONGEST_ID);
}
