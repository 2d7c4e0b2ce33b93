import type { Tri } from './evaluation';
import type { StatementRef } from './layer';
import type { PreparedPolicy } from './prepare';
import type { PreparedStatement } from './prepared-statement';
import { matchStatement } from './statement-match';
import type { Situation } from './situation';
import { or } from './tri';

const NONE: readonly never[] = [];

/** What the policies of one layer say about a request, gathered statement by statement. */
export class Finding {
  /** Whether a Deny statement matches. */
  deny: Tri = 'no';
  /** Whether the layer allows: in most layers one Allow statement, in others one at every level. */
  allow: Tri = 'no';
  denies: readonly StatementRef[] = NONE;
  allows: readonly StatementRef[] = NONE;
  maybeDeny: readonly PreparedStatement[] = NONE;
  maybeAllow: readonly PreparedStatement[] = NONE;
  gaps: readonly string[] = NONE;

  /** Notes a statement that matches, or may match. */
  add(statement: PreparedStatement, match: 'yes' | 'unknown'): void {
    const denies = statement.effect === 'Deny';
    if (denies) this.deny = or(this.deny, match);
    if (match === 'yes') {
      if (denies) this.denies = joined(this.denies, statement.ref);
      else this.allows = joined(this.allows, statement.ref);
    } else if (denies) this.maybeDeny = joined(this.maybeDeny, statement);
    else this.maybeAllow = joined(this.maybeAllow, statement);
  }

  /** Notes that there may be further policies, which may allow or deny. */
  incomplete(gaps: readonly string[]): this {
    this.deny = or(this.deny, 'unknown');
    this.allow = or(this.allow, 'unknown');
    this.gaps = gaps;
    return this;
  }
}

/** A new list: an empty one is shared by all findings. */
function joined<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : [...list, item];
}

/**
 * Evaluates the statements of some policies that cover the action and adds them to the finding.
 * Answers whether one of them allows. `principal` says whether a statement reaches the caller.
 */
export function scan(
  policies: readonly PreparedPolicy[],
  situation: Situation,
  finding: Finding,
  principal: (statement: PreparedStatement, situation: Situation) => Tri,
): Tri {
  let allow: Tri = 'no';
  for (const policy of policies) {
    for (const statement of policy.index.find(situation.action)) {
      const match = matchStatement(statement, situation, principal(statement, situation));
      if (match === 'no') continue;
      finding.add(statement, match);
      if (statement.effect === 'Allow') allow = or(allow, match);
    }
  }
  return allow;
}

/** For the layers that are attached to the caller: each statement reaches it. */
export function always(): Tri {
  return 'yes';
}
