import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { ChatJob } from '../../lib/core/act';
import type { DenialStore } from '../../lib/core/group/store';
import { readSlackPress } from './slack-press';
import { isSigned, signatureClaim, SIGNATURE_WINDOW_MS } from './slack-signature';

/** What a {@link slackHandler} needs. */
export interface SlackHandlerProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The signing secret of the Slack app. */
  readonly signingSecret: { get(): Promise<string>; forget(): void };
  /** Ids of the workspaces whose people may answer. */
  readonly workspaces: ReadonlySet<string>;
  readonly store: Pick<DenialStore, 'once'>;
  /** Has the job done. When it returns, the job will not be lost. */
  readonly put: (job: ChatJob) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What Slack is answered. The body is for whoever looks for a mistake: Slack shows none of it. */
export interface SlackAnswer {
  readonly statusCode: 200 | 400 | 401 | 403 | 413;
  readonly headers: { readonly 'content-type': 'text/plain; charset=utf-8' };
  readonly body: string;
}

/** A Lambda handler behind a function URL. */
export type SlackHandler = (
  event: LambdaFunctionURLEvent,
  context: Context,
) => Promise<SlackAnswer>;

/** Far more than Slack sends: its largest payload is the message, of 50 blocks. */
const MOST_BYTES = 1_000_000;

/** A signature is refused by its time after twice the window: the clock of Slack may be ahead. */
const REMEMBER_MS = 3 * SIGNATURE_WINDOW_MS;

/**
 * A handler of Slack's interactivity requests. It proves that Slack sent it, once and just now, and that
 * the person is of a configured workspace; what was asked for is put into a queue. Slack waits for three
 * seconds: nothing else is done here.
 */
export function slackHandler(props: SlackHandlerProps): SlackHandler {
  const { logger, metrics } = props;
  const signingSecret = forgottenSeldom(props.signingSecret, props.now);
  return middy<LambdaFunctionURLEvent, SlackAnswer>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event) => {
      metrics.addMetric('Requests', MetricUnit.Count, 1);
      const said = await answerTo(event, { ...props, signingSecret });
      if (said.statusCode !== 200) {
        metrics.addMetric('RefusedRequests', MetricUnit.Count, 1);
        // Neither headers nor body: whoever knocks does not write into the log.
        logger.warn('request refused', { why: said.body, statusCode: said.statusCode });
      }
      return said;
    });
}

/** A rotated secret is noticed so soon. */
const FORGET_EVERY_MS = 60_000;

/** Whoever knocks with a made-up signature must not have the secret read each time. */
function forgottenSeldom(
  secret: SlackHandlerProps['signingSecret'],
  now: () => number,
): SlackHandlerProps['signingSecret'] {
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return {
    get: () => secret.get(),
    forget: () => {
      if (now() - forgottenAt < FORGET_EVERY_MS) return;
      forgottenAt = now();
      secret.forget();
    },
  };
}

async function answerTo(
  event: LambdaFunctionURLEvent,
  props: SlackHandlerProps,
): Promise<SlackAnswer> {
  const claim = signatureClaim(event.headers, props.now());
  if (typeof claim === 'string') return answer(401, claim);
  const body = bytesOf(event);
  if (body.length > MOST_BYTES) return answer(413, 'it is larger than any of Slack');
  if (!isSigned(claim, body, await props.signingSecret.get())) {
    // The secret may have been rotated.
    props.signingSecret.forget();
    return answer(401, 'its signature is not that of the Slack app');
  }
  if (!(await props.store.once(`slack:${claim.signature}`, REMEMBER_MS)))
    return answer(401, 'it was received before');
  return press(body.toString('utf8'), props);
}

async function press(
  body: string,
  { workspaces, put, now, logger, metrics }: SlackHandlerProps,
): Promise<SlackAnswer> {
  const asked = readSlackPress(body, workspaces, now());
  switch (asked.kind) {
    case 'unreadable':
      return answer(400, asked.why);
    case 'stranger':
      return answer(403, `the settings do not name workspace ${asked.workspaces.join(' or ')}`);
    case 'jobs':
      for (const job of asked.jobs) await put(job);
      metrics.addMetric('Answers', MetricUnit.Count, asked.jobs.length);
      logger.info('asked from Slack', {
        jobs: asked.jobs.map(({ action, by }) => ({ ...action, by: by.id })),
      });
      return answer(200, '');
  }
}

/** The bytes as Slack sent them: the signature is over these. */
function bytesOf({ body = '', isBase64Encoded }: LambdaFunctionURLEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

function answer(statusCode: SlackAnswer['statusCode'], body: string): SlackAnswer {
  return { statusCode, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
