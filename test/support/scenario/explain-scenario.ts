import { explainOne } from '../../../lib/cli/commands/explain';
import { denialsOf } from '../../../lib/cli/denials';
import type { ExplainedDenial } from '../../../lib/cli/explanation';
import { inputItems, isInputItem } from '../../../lib/cli/input';
import type { EvidenceSources } from '../../../lib/core/evidence/sources';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { parseSnapshot } from '../../../lib/local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../../../lib/local/snapshot/snapshot-policies';
import { commandIo } from '../command-io';
import type { Scenario } from './scenario';

/** What is needed of a scenario to explain it. */
export type Question = Pick<Scenario, 'input' | 'snapshot' | 'context'>;

/**
 * Explains every denial of a scenario's input as the command line does: the input is read, denials are
 * told from other records, the snapshot is the source of policies.
 */
export async function explainScenario(question: Question): Promise<readonly ExplainedDenial[]> {
  const { input, snapshot, context = {} } = question;
  const text = 'text' in input ? input.text : JSON.stringify(input.record, null, 2);
  const given = new Map(Object.entries(context).map(([key, value]) => [key, [value]]));
  const explained: ExplainedDenial[] = [];
  for await (const item of inputItems('-', commandIo(text).io)) {
    if (!isInputItem(item)) continue;
    for (const found of denialsOf(item, serviceReference)) {
      if (found.kind === 'unreadable') throw new Error(`${found.position}: ${found.found}`);
      if (found.kind === 'denial')
        explained.push(await explainOne(found.denial, sourcesOf(snapshot), given));
    }
  }
  return explained;
}

function sourcesOf(snapshot: object | null): EvidenceSources {
  return {
    authorizationDetails: null,
    decoder: null,
    simulator: null,
    policies:
      snapshot === null ? null : new SnapshotPolicies(parseSnapshot(JSON.stringify(snapshot))),
    whyAbsent: snapshot === null ? 'no policies were looked at: pass --snapshot FILE' : '',
  };
}
