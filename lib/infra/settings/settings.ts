import { crossProblems } from '../../settings/cross-checks';
import { expectation, parseSettingsJson, problemsOf, SettingsError } from '../../settings/problems';
import { settingsJsonSchema } from './json-schema';
import { placementProblems } from './placement';
import { settingsSchema, type Settings } from './schema';

export { SettingsError } from '../../settings/problems';
export type { Settings } from './schema';

/** Settings that fit together, with the home Region decided. */
export interface PlacedSettings extends Settings {
  readonly homeRegion: string;
}

/**
 * Reads and validates the settings.
 *
 * @param text the text of the settings file; null when there is none, which means all defaults
 * @param file its name, for messages
 * @param defaultRegion the Region of the AWS CLI settings, used where the file names none
 * @throws SettingsError naming every wrong setting, where it stands, what was expected and found
 */
export function parseSettings(
  text: string | null,
  file: string,
  defaultRegion: string | undefined,
): PlacedSettings {
  const input = text === null ? {} : parseSettingsJson(text, file);
  const parsed = settingsSchema.safeParse(input, { error: expectation });
  if (!parsed.success) {
    throw new SettingsError(
      file,
      parsed.error.issues.flatMap((issue) => problemsOf(issue, input, settingsJsonSchema())),
    );
  }
  const homeRegion = parsed.data.homeRegion ?? defaultRegion;
  if (homeRegion === undefined) {
    throw new SettingsError(file, [
      {
        path: 'homeRegion',
        says: 'expected a Region here or in the AWS CLI settings (AWS_REGION); found neither',
      },
    ]);
  }
  const problems = [...crossProblems(parsed.data), ...placementProblems(parsed.data, homeRegion)];
  if (problems.length > 0) throw new SettingsError(file, problems);
  return { ...parsed.data, homeRegion };
}
