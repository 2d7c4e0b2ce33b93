import type { Change } from '../../diagnosis/diagnosis';
import {
  holderOf,
  placeKind,
  policyWords,
  statementWords,
  type Holder,
  type PlaceKind,
} from '../names/policy-name';
import { parseArn } from '../../policy/arn';

/** A change with all that its forms need to know about its place. */
export interface Target {
  readonly change: Change;
  readonly place: PlaceKind;
  readonly holder: Holder | null;
  /** Service of the resource whose policy it is; null for other places. */
  readonly service: string | null;
  /** `inline policy s3-access of role payments-worker`. */
  readonly policy: string;
  /** `statement WriteUploads`; null for a new statement. */
  readonly statement: string | null;
  /** The statement's Sid, else what it does: names variables and resources in code. */
  readonly label: string;
}

/** Looks at where a change goes. */
export function targetOf(change: Change, before: object | null): Target {
  const { policy } = change;
  const sid = textMember(change.statement, 'Sid') ?? (before && textMember(before, 'Sid'));
  const replaced =
    change.do === 'replaceStatement' ? { sid, statementIndex: change.statementIndex } : null;
  return {
    change,
    place: placeKind(policy),
    holder: policy.attachedTo === null ? null : holderOf(policy.attachedTo),
    service:
      policy.layer === 'resource' && policy.attachedTo !== null
        ? (parseArn(policy.attachedTo)?.service ?? null)
        : null,
    policy: policyWords(policy),
    statement: replaced === null ? null : statementWords(replaced),
    label: sid ?? `allow ${firstAction(change.statement)}`,
  };
}

/** Where the change goes, as the line above it: `In inline policy s3-access of role payments-worker, statement WriteUploads:`. */
export function targetWords(target: Target): string {
  if (isCreated(target)) return `Create ${target.policy}:`;
  return target.statement === null
    ? `In ${target.policy}, add this statement:`
    : `In ${target.policy}, ${target.statement}:`;
}

/** Whether the policy itself is new. A permission set has one inline policy, which may exist already. */
export function isCreated(target: Target): boolean {
  return target.place === 'newInline' && target.holder?.kind !== 'permissionSet';
}

function textMember(value: object, name: string): string | null {
  const found: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
  return typeof found === 'string' && found !== '' ? found : null;
}

function firstAction(statement: object): string {
  const action: unknown = Object.hasOwn(statement, 'Action')
    ? Reflect.get(statement, 'Action')
    : null;
  const first: unknown = Array.isArray(action) ? action[0] : action;
  return typeof first === 'string' ? first : 'request';
}
