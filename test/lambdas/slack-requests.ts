import { createHmac } from 'node:crypto';
import type { LambdaFunctionURLEvent } from 'aws-lambda';

/** The signing secret of a Slack app that does not exist. */
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

/** When the requests here are sent. */
export const SENT = Date.parse('2026-11-25T10:05:00.000Z');

/** A press of one button, as Slack tells of it. */
export function pressPayload(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    type: 'block_actions',
    user: { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: 'T0HOME' },
    api_app_id: 'A0APP',
    token: 'old-verification-token',
    container: {
      type: 'message',
      message_ts: '1795183260.000100',
      channel_id: 'C0DENIALS',
      is_ephemeral: false,
    },
    trigger_id: '12466734323.1395872398',
    team: { id: 'T0HOME', domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C0DENIALS', name: 'denials' },
    message: { type: 'message', ts: '1795183260.000100', text: 'payments-worker …' },
    response_url: 'https://hooks.slack.com/actions/T0HOME/1/abc',
    actions: [press('denywatch_acknowledge', '3f9c2a71d04b')],
    ...changes,
  };
}

/** What was pressed. */
export function press(action_id: string, value: string): object {
  return {
    type: 'button',
    block_id: 'b1',
    action_id,
    text: { type: 'plain_text', text: 'Button' },
    value,
    action_ts: '1795183265.123456',
  };
}

/** What was chosen from a menu. */
export function choice(action_id: string, value: string): object {
  return {
    type: 'static_select',
    block_id: 'b1',
    action_id,
    selected_option: { text: { type: 'plain_text', text: 'Option' }, value },
    action_ts: '1795183265.123456',
  };
}

/** The body that carries a payload. */
export function formOf(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The headers that Slack signs a body with. */
export function signedHeaders(
  body: string | Uint8Array,
  at = SENT,
  secret = SIGNING_SECRET,
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
}

/** What Lambda hands over for a request to a function URL. */
export function urlEvent(
  body: string,
  headers: Record<string, string> = signedHeaders(body),
  isBase64Encoded = false,
): LambdaFunctionURLEvent {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'url',
      domainName: 'url.lambda-url.eu-central-1.on.aws',
      domainPrefix: 'url',
      http: {
        method: 'POST',
        path: '/',
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.7',
        userAgent: 'Slackbot 1.0 (+https://api.slack.com/robots)',
      },
      requestId: '00000000-0000-4000-8000-000000000001',
      routeKey: '$default',
      stage: '$default',
      time: '25/Nov/2026:10:05:00 +0000',
      timeEpoch: SENT,
    },
    body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded,
  };
}
