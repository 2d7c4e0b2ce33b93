import * as z from 'zod/mini';

const text = z.string('expected a text').check(z.minLength(1, 'expected a text; it is empty'));

const trueOrFalse = z.pipe(
  z.enum(['true', 'false'], 'expected true or false'),
  z.transform((value) => value === 'true'),
);

const names = z.pipe(
  text,
  z.transform((value) => value.split(',')),
);

/** What Powertools reads by itself. */
const logging = {
  POWERTOOLS_SERVICE_NAME: text,
  POWERTOOLS_METRICS_NAMESPACE: text,
  POWERTOOLS_LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], 'expected a log level'),
};

/** The variables that every Lambda has. */
export type LoggingVariables = Record<
  'POWERTOOLS_SERVICE_NAME' | 'POWERTOOLS_METRICS_NAMESPACE',
  string
> & { readonly POWERTOOLS_LOG_LEVEL: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' };

/** The environment of `denial-watcher`. Never a secret: only where one is found. */
const denialWatcherSchema = z.object({
  /** The table that remembers denials. */
  TABLE_NAME: text,
  /** The queue that it works off: it puts messages to itself into it. */
  DENIAL_QUEUE_URL: text,
  /** The settings, packed (runtime-settings.ts). */
  RUNTIME_SETTINGS: text,
  /** Whether SCPs and RCPs may be read: in the management account or as delegated administrator. */
  READ_ORGANIZATION_POLICIES: trueOrFalse,
  /** The account that Denywatch runs in. */
  OWN_ACCOUNT_ID: text,
  /** Names of the roles that Denywatch itself works under, with commas: their denials are not diagnosed. */
  OWN_ROLE_NAMES: names,
  ...logging,
});

/** The environment of `alert-sender`. Never a secret: only where one is found. */
const alertSenderSchema = z.object({
  TABLE_NAME: text,
  DELIVERY_QUEUE_URL: text,
  RUNTIME_SETTINGS: text,
  ALERT_TOPIC_ARN: text,
  /** Set where a channel is for Amazon Q Developer in chat applications. */
  AMAZON_Q_TOPIC_ARN: z.exactOptional(text),
  /** Set where people may answer from Slack: what they want checked again goes there. */
  DENIAL_QUEUE_URL: z.exactOptional(text),
  /** Ids of the Slack user groups that may answer, with commas; absent: everybody may. */
  SLACK_USER_GROUPS: z.exactOptional(names),
  ...logging,
});

/** The environment of `slack-actions`. Never a secret: only where one is found. */
const slackActionsSchema = z.object({
  TABLE_NAME: text,
  DELIVERY_QUEUE_URL: text,
  /** Name or ARN of the secret that holds the signing secret of the Slack app. */
  SIGNING_SECRET: text,
  /** Ids of the Slack workspaces whose people may answer, with commas. */
  SLACK_WORKSPACES: names,
  ...logging,
});

/** The environment of `denial-watcher` as the Lambda reads it: validated, with its own types. */
export type DenialWatcherEnvironment = z.output<typeof denialWatcherSchema>;

/** The same as CloudFormation sets it: texts. A variable that the stack forgets does not compile. */
export type DenialWatcherVariables = z.input<typeof denialWatcherSchema>;

/** The environment of `alert-sender` as the Lambda reads it. */
export type AlertSenderEnvironment = z.output<typeof alertSenderSchema>;

/** The same as CloudFormation sets it. */
export type AlertSenderVariables = z.input<typeof alertSenderSchema>;

/** The environment of `slack-actions` as the Lambda reads it. */
export type SlackActionsEnvironment = z.output<typeof slackActionsSchema>;

/** The same as CloudFormation sets it. */
export type SlackActionsVariables = z.input<typeof slackActionsSchema>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment of `denial-watcher` at cold start.
 *
 * @throws Error naming each variable that is missing or wrong; values are not shown
 */
export function readDenialWatcherEnvironment(variables: Variables): DenialWatcherEnvironment {
  return valid(denialWatcherSchema.safeParse(variables));
}

/**
 * Reads the environment of `alert-sender` at cold start.
 *
 * @throws Error naming each variable that is missing or wrong; values are not shown
 */
export function readAlertSenderEnvironment(variables: Variables): AlertSenderEnvironment {
  return valid(alertSenderSchema.safeParse(variables));
}

/**
 * Reads the environment of `slack-actions` at cold start.
 *
 * @throws Error naming each variable that is missing or wrong; values are not shown
 */
export function readSlackActionsEnvironment(variables: Variables): SlackActionsEnvironment {
  return valid(slackActionsSchema.safeParse(variables));
}

function valid<T>(parsed: z.core.util.SafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`cannot start with this environment: ${problems.join('; ')}`);
}
