import type { AccessLevel, ActionReference, ResourceTypeReference } from './service-reference';

/** One service of the index, its rows still undecoded. Names are in lower case. */
export interface IndexedService {
  readonly actionNames: readonly string[];
  action(lowerCaseName: string): ActionReference | null;
  readonly resourceTypes: readonly ResourceTypeReference[];
}

/**
 * Reads one service of the index that `scripts/build-service-reference.mjs` makes:
 * `condition keys # key sets # resource types # actions`. Rows end with `;`, fields with `|`, list
 * items with a space. Numbers are positions in base 36; a key set is a list of them. A resource type
 * is `name|ARN patterns|key set`, where `~` stands for the usual beginning of an ARN. An action is
 * `Name|level|resource types, each with ! when required|key set`.
 */
export function parseService(prefix: string, text: string): IndexedService {
  const [keys = '', keySets = '', typeRows = '', actionRows = ''] = text.split('#');
  const keyNames = split(keys, ';');
  const sets = split(keySets, ';');
  const keysOf = (set: string): readonly string[] =>
    split(sets[position(set)] ?? '', ' ').flatMap((number) => keyNames[position(number)] ?? []);
  const resourceTypes = split(typeRows, ';').map((row) => resourceType(prefix, row, keysOf));
  const rows = split(actionRows, ';');
  const rowByName = new Map(rows.map((row) => [nameOf(row).toLowerCase(), row]));
  // Every denial asks about its action several times.
  const read = new Map<string, ActionReference>();
  return {
    actionNames: rows.map(nameOf),
    action: (name) => {
      const known = read.get(name);
      if (known !== undefined) return known;
      const row = rowByName.get(name);
      if (row === undefined) return null;
      const found = action(prefix, row, resourceTypes, keysOf);
      read.set(name, found);
      return found;
    },
    resourceTypes,
  };
}

type KeysOf = (set: string) => readonly string[];

function resourceType(prefix: string, row: string, keysOf: KeysOf): ResourceTypeReference {
  const [name = '', arns = '', set = ''] = row.split('|');
  const usual = `arn:\${Partition}:${prefix}:\${Region}:\${Account}:`;
  return {
    name,
    arnPatterns: split(arns, ' ').map((arn) => (arn.startsWith('~') ? usual + arn.slice(1) : arn)),
    conditionKeys: keysOf(set),
  };
}

function action(
  prefix: string,
  row: string,
  types: readonly ResourceTypeReference[],
  keysOf: KeysOf,
): ActionReference {
  const [name = '', level = '', typeList = '', set = ''] = row.split('|');
  const own = split(typeList, ' ').flatMap((item) => {
    const type = types[position(item.replace('!', ''))];
    return type === undefined ? [] : [{ type, required: item.endsWith('!') }];
  });
  return {
    name: `${prefix}:${name}`,
    accessLevel: LEVELS.get(level) ?? 'Write',
    resourceTypes: own.map(({ type }) => type.name),
    requiredResourceTypes: own.flatMap(({ type, required }) => (required ? type.name : [])),
    conditionKeys: [...new Set([...keysOf(set), ...own.flatMap(({ type }) => type.conditionKeys)])],
  };
}

const LEVELS: ReadonlyMap<string, AccessLevel> = new Map([
  ['L', 'List'],
  ['R', 'Read'],
  ['W', 'Write'],
  ['P', 'Permissions management'],
  ['T', 'Tagging'],
]);

function nameOf(row: string): string {
  return row.slice(0, row.indexOf('|'));
}

/** An empty text has no position. */
function position(number: string): number {
  return number === '' ? -1 : Number.parseInt(number, 36);
}

function split(text: string, separator: string): readonly string[] {
  return text === '' ? [] : text.split(separator);
}
