import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AlertListener, messagesIn, untilQuiet } from './alerts';
import { denialOfRole, knownAuthorizationDetails, ownCases, repeats, type Case } from './cases';
import { CHANGED, STACK, type Deployed, type Run } from './deployment';
import { putOnBus } from './event-bus';
import { compareTextWithGolden, compareWithGolden, slug } from './golden';
import { expectEqual, type Report } from './report';

/** Sends every record of {@link ownCases} through the deployed stack. */
export async function tryRecords({ report }: Run, deployed: Deployed): Promise<void> {
  const { home, stack, functions, fake, outputs } = deployed;
  report.heading('Records on the bus, alerts from the topic');
  const topic = outputs[STACK]?.['AlertTopicArn'] ?? '';
  const listener = await report.step('a queue subscribes to the alerts', () =>
    AlertListener.subscribe(home, topic),
  );
  const queues = stack.ids('AWS::SQS::Queue');
  const cases = ownCases();
  const alerts = cases.filter(({ expect }) => expect === 'alert');
  const others = cases.filter(({ expect }) => expect !== 'alert');
  await report.step(`${cases.length} records go through`, async () => {
    await put(deployed, cases);
    await untilQuiet(home.sqs, queues, listener, 240_000);
  });
  for (const each of alerts) {
    report.check(`alert: ${each.name}`, () => {
      const found = listener.received.filter((alert) => eventIdOf(alert.body) === idOf(each));
      expectEqual(found.length, 1, 'alerts');
      for (const alert of found) compareWithGolden(each.name, alert);
    });
  }
  checkChats(report, deployed, listener, alerts);
  const ids = new Set(alerts.map(idOf));
  await report.step('what the catalogue knows as noise is counted, and alerts nobody', async () => {
    const hidden = cases.filter(({ expect }) => expect === 'hidden').length;
    expectEqual(await hiddenIn(home.dynamoDb, stack.ids('AWS::DynamoDB::Table')), hidden, 'hidden');
  });
  report.check(
    `no alert of the ${others.length} records that are noise or only look like denials`,
    () => {
      const more = listener.received.filter(({ body }) => !ids.has(eventIdOf(body)));
      expectEqual(
        more.map(({ subject }) => subject),
        [],
        'further alerts',
      );
    },
  );
  report.check("AWS's own account of a denial was asked for where the message has its id", () => {
    const asked = fake.counts()['iam:GetRequestAuthorizationDetails'];
    expectEqual(asked, knownAuthorizationDetails().size, 'asks');
  });
  const before = listener.received.length;
  const again = repeats(CHANGED.alerts.windowHours);
  const silent = [
    ...again.filter(({ expect }) => expect === 'nothing'),
    ...cases.slice(0, 20),
    ...functions.map(({ roleArn }) => denialOfRole(roleArn)),
  ];
  await report.step('repeats, redelivered records and own denials alert nobody', async () => {
    await put(deployed, silent);
    await untilQuiet(home.sqs, queues, listener, 240_000);
    const more = listener.received.slice(before).map(({ subject }) => subject);
    expectEqual(more, [], 'further alerts');
  });
  const back = again.filter(({ expect }) => expect === 'alert');
  await report.step(
    `${back.length} problems that come back after a long quiet are told again`,
    async () => {
      const told = listener.received.length;
      await put(deployed, back);
      await untilQuiet(home.sqs, queues, listener, 240_000);
      const subjects = listener.received.slice(told).map(({ subject }) => subject);
      expectEqual(subjects.length, back.length, 'alerts');
      expectEqual(
        subjects.filter((subject) => !subject.startsWith('Reopened: ')),
        [],
        'alerts that do not say so',
      );
    },
  );
  await report.step('no message is in a dead-letter queue', async () => {
    const left = await Promise.all(queues.map((url) => messagesIn(home.sqs, url)));
    expectEqual(
      left.filter((count) => count > 0),
      [],
      'messages left',
    );
  });
  report.note(`calls of the Lambdas: ${JSON.stringify(fake.counts())}`);
}

/** Of so many alerts, one has a golden file of what Slack shows. */
const SLACK_GOLDEN_EVERY = 4;

/** Whether the chat systems got each alert once, as they take it, and nothing else. */
function checkChats(
  report: Report,
  { chats }: Deployed,
  listener: AlertListener,
  alerts: readonly Case[],
): void {
  const { slack, slackBot, teams, webhook } = chats;
  const shown = slack.messages.map(({ text, blocks }) => ({ headline: plainText(text), blocks }));
  const headlineOf = (each: Case): string =>
    String(listener.received.find(({ body }) => eventIdOf(body) === idOf(each))?.body['headline']);
  report.check(`Slack shows each of the ${alerts.length} alerts once, and nothing else`, () => {
    // The picture before a headline tells what kind it is.
    const headlines = shown.map(({ headline }) => headline.slice(headline.indexOf(' ') + 1));
    expectEqual(headlines.sort(), alerts.map(headlineOf).sort(), 'headlines');
  });
  for (const each of alerts.filter((_, index) => index % SLACK_GOLDEN_EVERY === 0)) {
    report.check(`Slack: ${each.name}`, () => {
      const message = shown.find(({ headline }) => headline.endsWith(` ${headlineOf(each)}`));
      const text = JSON.stringify(message, null, 2);
      compareTextWithGolden(`slack/${slug(each.name)}.json`, text);
    });
  }
  const routed = alerts.filter(({ record }) => record.eventSource === 's3.amazonaws.com').length;
  report.check(`the ${routed} of S3 are where their route leads, each once`, () => {
    const posts = slackBot.messages.filter(({ threadTs }) => threadTs === null);
    const got = [posts.length, teams.cards.length, webhook.messages.length];
    expectEqual(got, [routed, routed, routed], 'messages of the bot, in Teams, to the webhook');
  });
  report.check('no receiver found fault with what it got', () => {
    const problems = [slack, slackBot, teams, webhook].flatMap((each) => each.problems);
    expectEqual(problems, [], 'problems');
  });
}

/** A text of Slack without its escapes. */
function plainText(text: unknown): string {
  return String(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** How many denials the noise entries hid, as the table counts them. */
async function hiddenIn(client: DynamoDBClient, tables: readonly string[]): Promise<number> {
  const pages = await Promise.all(
    tables.map((TableName) =>
      client.send(
        new ScanCommand({
          TableName,
          FilterExpression: 'begins_with(pk, :hidden)',
          ExpressionAttributeValues: { ':hidden': { S: 'HIDDEN#' } },
        }),
      ),
    ),
  );
  const items = pages.flatMap(({ Items = [] }) => Items);
  const counts = items
    .flatMap((item) => Object.entries(item))
    .filter(([name]) => name !== 'expiresAt');
  return counts.reduce((sum, [, value]) => sum + Number(value.N ?? 0), 0);
}

/** Each record goes on the bus of its Region. */
async function put({ byRegion }: Deployed, cases: readonly Case[]): Promise<void> {
  for (const [region, aws] of byRegion) {
    const here = cases.filter(({ record }) => record['awsRegion'] === region);
    await putOnBus(
      aws.events,
      here.map(({ record }) => record),
    );
  }
}

function idOf({ record }: Case): string {
  return String(record['eventID']);
}

function eventIdOf(body: Readonly<Record<string, unknown>>): string {
  const denial = body['denial'] as { readonly eventId?: string | null } | undefined;
  return denial?.eventId ?? '';
}
