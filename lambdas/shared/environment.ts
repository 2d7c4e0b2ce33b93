import * as z from 'zod/mini';

const text = z.string('expected a text').check(z.minLength(1, 'expected a text; it is empty'));

const wholeNumber = z.pipe(
  z.string('expected a whole number').check(z.regex(/^\d{1,9}$/, 'expected a whole number')),
  z.transform(Number),
);

const trueOrFalse = z.pipe(
  z.enum(['true', 'false'], 'expected true or false'),
  z.transform((value) => value === 'true'),
);

/** The environment of `denial-watcher`. Never a secret: only where one is found. */
const denialWatcherSchema = z.object({
  /** The table in which alerts are claimed. */
  TABLE_NAME: text,
  ALERT_TOPIC_ARN: text,
  /** How long an alerted problem stays quiet, in hours. */
  ALERT_WINDOW_HOURS: wholeNumber,
  /** Whether SCPs and RCPs may be read: in the management account or as delegated administrator. */
  READ_ORGANIZATION_POLICIES: trueOrFalse,
  /** Name or ARN of the secret that holds the Slack webhook URL; absent when Slack is not configured. */
  SLACK_WEBHOOK_SECRET: z.exactOptional(text),
  /** The account that Denywatch runs in. */
  OWN_ACCOUNT_ID: text,
  /** Name of the role that Denywatch itself works under: its denials are not diagnosed. */
  OWN_ROLE_NAME: text,
  POWERTOOLS_SERVICE_NAME: text,
  POWERTOOLS_METRICS_NAMESPACE: text,
  POWERTOOLS_LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], 'expected a log level'),
});

/** The environment of `denial-watcher` as the Lambda reads it: validated, with its own types. */
export type DenialWatcherEnvironment = z.output<typeof denialWatcherSchema>;

/** The same as CloudFormation sets it: texts. A variable that the stack forgets does not compile. */
export type DenialWatcherVariables = z.input<typeof denialWatcherSchema>;

/**
 * Reads the environment at cold start.
 *
 * @throws Error naming each variable that is missing or wrong; values are not shown
 */
export function readDenialWatcherEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): DenialWatcherEnvironment {
  const parsed = denialWatcherSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`cannot start with this environment: ${problems.join('; ')}`);
}
