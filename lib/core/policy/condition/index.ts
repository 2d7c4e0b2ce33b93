/** The `Condition` element: prepared once, evaluated three-valued, explained on demand. */
export { evaluateConditions } from './evaluate';
export { explainConditions, type ConditionExplanation, type ConditionProblem } from './explain';
export {
  prepareConditions,
  type PreparedCondition,
  type PreparedConditions,
  type PrepareResult,
} from './prepare';
