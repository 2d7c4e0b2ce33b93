import type { Explained } from '../../../lib/core/diagnosis/diagnosis';
import type { Denial } from '../../../lib/core/denial/denial';
import { applyChanges } from './apply-changes';
import { explainScenario } from './explain-scenario';
import type { Asked, Scenario } from './scenario';

/**
 * Makes the remedy's changes to the scenario's snapshot, and asks about a request of the same caller,
 * AWS's own reason left out: what is the verdict now?
 */
export async function verdictAfter(
  scenario: Scenario,
  { denial, explained }: { readonly denial: Denial; readonly explained: Explained },
  asked: Asked,
): Promise<string> {
  const snapshot = applyChanges(scenario.snapshot ?? {}, explained.remedy.changes);
  const answers = await explainScenario({
    ...scenario,
    input: inputFor(scenario, denial, asked),
    snapshot,
  });
  if (answers.length !== 1) throw new Error(`expected one answer, got ${answers.length}`);
  return answers[0]?.explained.diagnosis.verdict ?? 'none';
}

function inputFor(
  { input, expect }: Scenario,
  { principal }: Denial,
  { action, resource }: Asked,
): Scenario['input'] {
  const target = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = (who: string): string =>
    `User: ${who} is not authorized to perform: ${action}${target}`;
  if ('text' in input) return { text: message(principal.sessionArn ?? principal.arn ?? '') };
  const { record } = input;
  const who = (record['userIdentity'] as { readonly arn?: string } | undefined)?.arn;
  // A service or a web identity: only the request of the record itself can be asked again.
  if (who === undefined) return input;
  const left = { ...record, resources: undefined, additionalEventData: undefined };
  const [service = '', eventName] = action.split(':');
  const isSame = [expect.action].flat().includes(action);
  return {
    record: {
      ...left,
      ...(isSame ? {} : { eventSource: `${service.toLowerCase()}.amazonaws.com`, eventName }),
      requestParameters: null,
      errorMessage: message(who),
    },
  };
}
