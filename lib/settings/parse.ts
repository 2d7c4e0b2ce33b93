import jsonSchema from '../../denywatch.config.schema.json';
import { crossProblems } from './cross-checks';
import {
  expectation,
  parseSettingsJson,
  problemsOf,
  SettingsError,
  unknownSetting,
  type JsonSchemaNode,
  type SettingsProblem,
} from './problems';
import { routingSchema, type RoutingSettings } from './routing';

// Its own type is too exact to be read by a path.
const ROOT = jsonSchema as unknown as JsonSchemaNode;

/**
 * Reads who is told of what out of a settings file, without what only a deployment needs: the rest is
 * not validated, but for the names of the settings.
 *
 * @param text the text of the file; null when there is none, which means all defaults
 * @param file its name, for messages
 * @throws SettingsError naming every wrong setting, where it stands, what was expected and found
 */
export function parseRoutingSettings(text: string | null, file: string): RoutingSettings {
  const input = text === null ? {} : parseSettingsJson(text, file);
  const parsed = routingSchema.safeParse(input, { error: expectation });
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, input, ROOT)),
    ...unknownSettings(input),
    ...(parsed.success ? crossProblems(parsed.data) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(file, problems);
  return parsed.data;
}

function unknownSettings(input: unknown): readonly SettingsProblem[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  return Object.keys(input)
    .filter((key) => !Object.hasOwn(ROOT.properties ?? {}, key))
    .map((key) => unknownSetting([], key, ROOT));
}
