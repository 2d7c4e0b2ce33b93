import { CfnRule, Rule, type EventPattern, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';

/** What a {@link DenialRule} needs. */
export interface DenialRuleProps {
  readonly description: string;
  readonly eventPattern: EventPattern;
  readonly target: IRuleTarget;
}

/**
 * A rule on the default event bus that also gets read-only management events: a denied `List…`,
 * `Get…`, `Describe…` or `AssumeRole` reaches no other kind of rule.
 *
 * Follows: EventBridge User Guide, "Receiving read-only management events from AWS services".
 */
export class DenialRule extends Rule {
  constructor(scope: Construct, id: string, props: DenialRuleProps) {
    super(scope, id, {
      description: props.description,
      eventPattern: props.eventPattern,
      targets: [props.target],
    });
    const rule = this.node.defaultChild;
    if (!(rule instanceof CfnRule)) throw new Error('expected the rule to be an AWS::Events::Rule');
    // The L2 construct knows enabled and disabled only.
    rule.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  }
}
