import { Template } from 'aws-cdk-lib/assertions';
import { everyStack } from './synth';

/** The hash of bundled code changes with every line of it; nothing else may change unseen. */
const blanked = (template: object): unknown =>
  JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, '<hash>'));

it.each(
  everyStack().map((stack): [string, object] => [
    stack.stackName,
    Template.fromStack(stack).toJSON(),
  ]),
)('the template of %s is as it was reviewed', (_, template) => {
  expect(blanked(template)).toMatchSnapshot();
});
