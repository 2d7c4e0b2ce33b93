import { envelope, type WebhookMessage } from '../../alert/webhook';
import type { DigestPost } from '../../channel';
import { digestNotice } from './sns';

/** A digest for a webhook: `{"type":"digest.daily",…}`, with the JSON that SNS sends as its data. */
export function digestWebhook({ id, digest, link }: DigestPost): WebhookMessage {
  return envelope({ id, type: 'digest.daily', at: digest.madeAt }, digestNotice(digest, link));
}
