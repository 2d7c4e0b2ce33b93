import {
  EnableRuleCommand,
  ListRulesCommand,
  type EventBridgeClient,
} from '@aws-sdk/client-eventbridge';

/*
 * Every way round a defect of the emulator is in this file and says what the defect is. None may
 * hide a fault of ours: what is set here comes from the deployed template, never from the tests.
 */

/**
 * Defect: PutEvents answers NotAuthorizedForSourceException for each source that begins with `aws.`,
 * which is right for everyone but AWS. Here the test plays AWS: CloudTrail's events have such sources,
 * and rules must be asked for them as they are. The emulator has the very switch for its own services.
 */
const SOURCES_OF_AWS = `
assert eventbridge._put_events.__defaults__ == (False,), 'the switch for AWS sources is not where it was'
eventbridge._put_events.__defaults__ = (True,)
`;

/**
 * Defect: an event whose target is an event bus of another Region is dropped with "event bus not
 * found". Such targets deliver in AWS, and the event keeps the Region of its origin. Only the way is
 * made: rule, pattern, target and the rule at the other end are those that are deployed.
 *
 * Follows: EventBridge User Guide, "Sending and receiving events between AWS Regions".
 */
const BUSES_OF_OTHER_REGIONS = `
within_region = eventbridge._dispatch_to_event_bus
def to_event_bus(spec, event, rule, event_path, *more):
    here = responses.get_region()
    if spec.region == here or spec.account_id != responses.get_account_id():
        return within_region(spec, event, rule, event_path, *more)
    bus = spec.resource.split('/', 1)[1]
    responses.set_request_region(spec.region)
    try:
        if bus in eventbridge._event_buses:
            eventbridge._dispatch_event(dict(event, EventBusName=bus, _DispatchPath=list(event_path)))
    finally:
        responses.set_request_region(here)
eventbridge._dispatch_to_event_bus = to_event_bus
`;

/**
 * Defect: SQS has no StartMessageMoveTask and no ListMessageMoveTasks. The messages of the source go to
 * the destination as new ones, which is what AWS does; where none is named nothing came from a queue.
 *
 * Follows: SQS API Reference, StartMessageMoveTask, ListMessageMoveTasks.
 */
const MESSAGE_MOVE_TASKS = `
import time
from ministack.services import sqs
tasks = {}
def queue_of(arn):
    return sqs._get_q(sqs._queue_url(arn.split(':')[-1]))
def start_message_move_task(data, url):
    source = queue_of(data['SourceArn'])
    moved = list(source['messages'])
    for message in moved:
        sqs._act_send_message({'QueueUrl': sqs._queue_url(data['DestinationArn'].split(':')[-1]), 'MessageBody': message['body']}, url)
        source['messages'].remove(message)
    task = {'TaskHandle': 'task', 'Status': 'COMPLETED', 'SourceArn': data['SourceArn'],
            'ApproximateNumberOfMessagesMoved': len(moved), 'ApproximateNumberOfMessagesToMove': len(moved),
            'StartedTimestamp': int(time.time() * 1000)}
    tasks.setdefault(data['SourceArn'], []).insert(0, task)
    return {'TaskHandle': 'task'}
def list_message_move_tasks(data, url):
    return {'Results': tasks.get(data['SourceArn'], [])[:int(data.get('MaxResults') or 1)]}
assert 'StartMessageMoveTask' not in sqs._HANDLERS, 'the emulator can do it by itself now'
sqs._HANDLERS.update({'StartMessageMoveTask': start_message_move_task, 'ListMessageMoveTasks': list_message_move_tasks})
`;

/** A Python program that starts the emulator without these defects. */
export const EMULATOR_PROGRAM = `
from ministack.core import responses
from ministack.services import eventbridge
${SOURCES_OF_AWS}${BUSES_OF_OTHER_REGIONS}${MESSAGE_MOVE_TASKS}
from ministack.app import main
main()
`;

/**
 * Defect: a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS is stored and never
 * dispatched. Rules in that state, and no others, are enabled plainly.
 *
 * @returns how many
 */
export async function enableRulesOfManagementEvents(events: EventBridgeClient): Promise<number> {
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const stuck = Rules.filter(
    ({ State }) => State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
  );
  for (const { Name } of stuck) await events.send(new EnableRuleCommand({ Name }));
  return stuck.length;
}

/**
 * Defect: none of the emulator, but of the machine: names below `localhost` are the machine itself
 * (RFC 6761, 6.3), and not every resolver says so. The emulator knows S3 buckets by such names.
 *
 * The text is a module to preload into programs that call the emulator.
 */
export const LOCALHOST_NAMES = `
'use strict';
const dns = require('node:dns');
const isLocal = (name) => typeof name === 'string' && /(^|\\.)localhost$/i.test(name);
const { lookup } = dns;
dns.lookup = (name, options, callback) => {
  const [given, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  return lookup(isLocal(name) ? '127.0.0.1' : name, given, done);
};
const promised = dns.promises.lookup;
dns.promises.lookup = (name, options) => promised(isLocal(name) ? '127.0.0.1' : name, options);
`;
