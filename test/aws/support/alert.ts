import { alertMessage, type AlertMessage } from '../../../lib/core/alert/message';
import { explainDenial } from '../../../lib/core/diagnosis/explain';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { denialWith } from '../../core/evidence/denial';

/** An ordinary alert: one denial of which nothing but the record is known. */
export function someAlert(): AlertMessage {
  const denial = denialWith();
  const evidence = {
    request: null,
    authorizationDetails: null,
    decodedMessage: null,
    simulation: null,
    facts: null,
    gaps: [],
    incomplete: false,
  };
  const { time } = denial;
  return alertMessage({
    denial,
    explained: explainDenial(denial, evidence, serviceReference),
    occurrences: { count: 1, first: time, last: time },
  });
}
