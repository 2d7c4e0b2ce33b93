/** Permissions that no call of the run needs, and why they are there all the same. */
interface NotExercised {
  /** The Lambdas that have them. */
  readonly services: readonly string[];
  /** `sid action` */
  readonly permissions: readonly string[];
  readonly reason: string;
}

const BOTH = ['denial-watcher', 'alert-sender'];

/** See {@link NotExercised}. Whoever adds one says why; one that is used is not here any more. */
export const NOT_EXERCISED: readonly NotExercised[] = [
  {
    services: BOTH,
    permissions: ['WriteOwnLog logs:CreateLogStream', 'WriteOwnLog logs:PutLogEvents'],
    reason: "Lambda writes the log with the rights of the function's role; the emulator as itself.",
  },
  {
    services: ['denial-watcher'],
    permissions: [
      'ReceiveDenials sqs:DeleteMessage',
      'ReceiveDenials sqs:GetQueueAttributes',
      'ReceiveDenials sqs:ReceiveMessage',
    ],
    reason:
      'Lambda polls the queue with the rights of the function\'s role; the emulator as itself. Follows: Lambda Developer Guide, "Using Lambda with Amazon SQS", execution role permissions.',
  },
  {
    services: ['alert-sender'],
    permissions: [
      'ReceiveJobs sqs:DeleteMessage',
      'ReceiveJobs sqs:GetQueueAttributes',
      'ReceiveJobs sqs:ReceiveMessage',
      'ReadChanges dynamodb:DescribeStream',
      'ReadChanges dynamodb:GetRecords',
      'ReadChanges dynamodb:GetShardIterator',
      'FindChanges dynamodb:ListStreams',
    ],
    reason:
      'The same, and for the stream. Follows: Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", execution role permissions.',
  },
  {
    services: BOTH,
    permissions: [
      'UseOwnKey kms:Decrypt',
      'UseOwnKey kms:DescribeKey',
      'UseOwnKey kms:Encrypt',
      'UseOwnKey kms:GenerateDataKey',
      'UseOwnKey kms:GenerateDataKeyWithoutPlaintext',
      'UseOwnKey kms:ReEncryptFrom',
      'UseOwnKey kms:ReEncryptTo',
    ],
    reason:
      'DynamoDB, SQS and SNS use the key for the caller; the emulator does not encrypt. Follows: DynamoDB Developer Guide, "Authorizing use of your customer managed key", which names all of them.',
  },
  {
    services: ['denial-watcher'],
    permissions: ['CountDenials dynamodb:Query'],
    reason:
      'What belongs to a group is kept for longer when half of its retention is over, which is 45 days after the first denial.',
  },
];
