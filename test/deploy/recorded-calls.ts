/** One thing that a Lambda asked a service of AWS for, as IAM would look at it. */
export interface RecordedCall {
  /** ARN of the role that it worked under. */
  readonly roleArn: string;
  /** `dynamodb:PutItem` */
  readonly action: string;
  readonly resource: string;
}

/** A request on its way to AWS. */
export interface AwsRequest {
  readonly roleArn: string;
  /** `dynamodb` */
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** `TransactWriteItems` */
  readonly operation: string;
  readonly input: Input;
}

/** Parameters of a request or an answer. */
export type Input = Readonly<Record<string, unknown>>;

type Asked = readonly (readonly [action: string, resource: string])[];

/**
 * The permissions that a request takes. What is asked for within a transaction is judged one by one.
 *
 * Follows: Service Authorization Reference of each service; DynamoDB Developer Guide, "Amazon DynamoDB
 * Transactions: How it works", "IAM for transactions".
 *
 * @param answer names what the request did not: the ARN of a secret
 * @throws Error when the service is none that Denywatch is known to use
 */
export function permissionsOf(request: AwsRequest, answer: Input): readonly RecordedCall[] {
  const { service, operation, roleArn } = request;
  const asked = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (asked === undefined)
    throw new Error(`a Lambda called ${service}:${operation}: the test knows no such service`);
  return asked(request, answer).map(([action, resource]) => ({
    roleArn,
    action: `${service}:${action}`,
    resource,
  }));
}

const SERVICES: Readonly<Record<string, (request: AwsRequest, answer: Input) => Asked>> = {
  dynamodb: (request) => onTables(request),
  sqs: ({ region, account, operation, input }) => {
    const name = textOf(input['QueueUrl']).split('/').at(-1) ?? '';
    return [[operation, `arn:aws:sqs:${region}:${account}:${name}`]];
  },
  sns: ({ operation, input }) => [[operation, textOf(input['TopicArn'])]],
  secretsmanager: ({ operation, input }, answer) => [
    [operation, textOf(answer['ARN'] ?? input['SecretId'])],
  ],
};

/** The part of a transaction -> the action that allows it. */
const WITHIN_TRANSACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function onTables({ region, account, operation, input }: AwsRequest): Asked {
  const arn = (table: unknown): string =>
    `arn:aws:dynamodb:${region}:${account}:table/${textOf(table)}`;
  const parts = input['TransactItems'];
  if (Array.isArray(parts)) {
    return (parts as readonly Input[]).flatMap((part) =>
      Object.entries(part).map(([kind, what]): readonly [string, string] => [
        WITHIN_TRANSACTIONS[kind] ?? kind,
        arn((what as Input)['TableName']),
      ]),
    );
  }
  const several = input['RequestItems'];
  if (several !== undefined && several !== null)
    return Object.keys(several).map((table) => [operation, arn(table)]);
  const index = input['IndexName'] === undefined ? '' : `/index/${textOf(input['IndexName'])}`;
  return [[operation, arn(input['TableName']) + index]];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
