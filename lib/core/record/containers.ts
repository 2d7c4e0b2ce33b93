/** Arrays that are read element by element, so that a file of any size fits into memory. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'Records', // log files, SQS and SNS events
  'Events', // aws cloudtrail lookup-events
  'Messages', // aws sqs receive-message
  'events', // aws logs filter-log-events
  'logEvents', // CloudWatch Logs subscriptions
]);
const LONGEST = 'logEvents'.length;

/** The names of members whose arrays hold records or messages, one an element. */
export const CONTAINER_NAMES: readonly string[] = [...CONTAINERS];

/** The key between the two positions, if it is the name of a container. */
export function containerAt(bytes: Uint8Array, start: number, end: number): string | null {
  if (end <= start || end - start > LONGEST) return null;
  const key = String.fromCharCode(...bytes.subarray(start, end));
  return CONTAINERS.has(key) ? key : null;
}
