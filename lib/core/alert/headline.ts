import type { Denial } from '../denial/denial';
import { parseArn, splitResource } from '../policy/arn';
import type { Mark } from './mark';
import type { PrincipalName } from './names/principal-name';
import { elsewhere, resourceName } from './names/resource-name';
import { toPhrase, type Phrase, type Piece } from './text/phrase';
import { oneLine } from './text/visible';

/** The sentence that tells the story alone: who was denied what, on what. */
export function headline(denial: Denial, mark: Mark, who: PrincipalName): Phrase {
  const subject: Phrase = [
    { kind: 'strong', text: who.name },
    ...(who.note === null ? [] : [prose(` (${who.note})`)]),
  ];
  const verb = mark === 'guardrail' ? ' was stopped by a guardrail: ' : ' was denied ';
  const on = isUnknownToSetting(denial, mark) ? [] : target(denial);
  const all = [...subject, prose(verb), ...request(denial), ...on, ...ending(mark)];
  // Notes, types and Regions come from the record: they are prose only where they look like it.
  return all.flatMap((piece) => (piece.kind === 'prose' ? toPhrase(piece.text) : [piece]));
}

/** Where a setting refuses, what it would have acted on is not what stops it. */
function isUnknownToSetting({ resource }: Denial, mark: Mark): boolean {
  return mark === 'setting' && resource.arn === null && resource.named === null;
}

function ending(mark: Mark): Phrase {
  const words = ENDINGS[mark];
  return words === '' ? [] : [prose(words)];
}

/** What the emoji says, for those who do not see it. */
const ENDINGS: Readonly<Record<Mark, string>> = {
  denied: '',
  guardrail: '',
  setting: ', by a setting and not by a policy',
  allowedNow: '; it would be allowed now',
  unknown: '; the reason is not known',
};

/** The action, else the API call as the record names it. */
function request({ action, eventName, eventSource }: Denial): Phrase {
  if (action !== null) return [code(oneLine(action, 128))];
  if (eventName === null) return [prose('a request that the record does not name')];
  const of = eventSource === null ? '' : ` of ${oneLine(eventSource, 128)}`;
  return [code(oneLine(eventName, 128)), prose(of)];
}

function target(denial: Denial): Phrase {
  const { arn, named } = denial.resource;
  if (arn !== null && namesNothing(arn)) return inRegion(denial);
  if (arn !== null) return known(arn, denial);
  if (named !== null)
    return [prose(` on ${oneLine(named.type, 40)} `), code(oneLine(named.name, 128))];
  const isKey =
    denial.eventSource === 'kms.amazonaws.com' || (denial.action?.startsWith('kms:') ?? false);
  return [prose(`, on ${isKey ? 'a key' : 'something'} that AWS does not name`)];
}

/** `*`, and ARNs that end where their name would begin: `arn:aws:ssm:eu-west-1:111122223333:*`, `…:user/`. */
function namesNothing(arn: string): boolean {
  const resource = arn === '*' ? arn : parseArn(arn)?.resource;
  return (
    resource === '*' || (resource?.endsWith('/') === true && splitResource(resource).id === '')
  );
}

function known(arn: string, denial: Denial): Phrase {
  const { noun, name } = resourceName(arn);
  return [
    prose(noun === '' ? ' on ' : ` on ${noun} `),
    code(name),
    prose(elsewhere(arn, denial.accountId, denial.region)),
    ...(name.includes('*') ? inRegion(denial) : []),
  ];
}

/** Without a resource the Region is what tells where. */
function inRegion({ region }: Denial): Phrase {
  return region === null ? [] : [prose(` in ${oneLine(region, 40)}`)];
}

function prose(text: string): Piece {
  return { kind: 'prose', text };
}

function code(text: string): Piece {
  return { kind: 'code', text };
}
