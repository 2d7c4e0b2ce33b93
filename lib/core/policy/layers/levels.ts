import type { Tri } from '../evaluation';
import { type Finding, scan } from '../finding';
import type { PreparedPolicy } from '../prepare';
import type { PreparedStatement } from '../prepared-statement';
import type { Situation } from '../situation';
import { and } from '../tri';

/**
 * Evaluates the policies of every level, from the root down to the account: each level must allow.
 * A level without any policy cannot be (AWS keeps at least one attached), so it was not collected.
 *
 * Follows: Organizations User Guide, "SCP evaluation", "RCP evaluation".
 */
export function scanLevels(
  levels: readonly (readonly PreparedPolicy[])[],
  situation: Situation,
  finding: Finding,
  principal: (statement: PreparedStatement, situation: Situation) => Tri,
): void {
  let allow: Tri = 'yes';
  for (const [depth, level] of levels.entries()) {
    if (level.length === 0) {
      incompleteLevels(finding, [
        `no policy was collected of level ${depth + 1}, counted from the root`,
      ]);
      allow = and(allow, 'unknown');
    } else allow = and(allow, scan(level, situation, finding, principal));
  }
  finding.allow = allow;
}

/** Policies or whole levels are missing: they may refuse what the known ones allow, and the other way round. */
export function incompleteLevels(finding: Finding, gaps: readonly string[]): Finding {
  finding.incomplete(gaps);
  finding.allow = 'unknown';
  return finding;
}
