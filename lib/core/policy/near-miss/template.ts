import { parseArn, splitResource } from '../arn';
import { compileGlob, matchGlob, type Glob } from '../glob';
import { tokenize } from '../variables';
import type { ActionFacts } from './facts';

/** How a service writes the resource that was asked for. */
export interface ResourceShape {
  /** What stands before the first name: `table/`, `secret:`, `log-group:`; empty for S3 and SQS. */
  readonly prefix: string;
  /** The resource that this one belongs to, prefix included: the table of a stream, the bucket of an object. Null when it belongs to none. */
  readonly parent: string | null;
  /** What stands between parent and name: `/stream/`, `:log-stream:`, `/`. Empty without parent. */
  readonly joint: string;
}

const PLACEHOLDER = /\$\{\w{1,64}\}/;

/**
 * Finds the shape of a resource (the part of its ARN behind the fifth colon) by the ARN patterns of
 * the action's resource types: the one with the most fixed text that fits. Where none fits, the
 * first piece is the type and the second the parent, as in most ARNs.
 */
export function shapeOf(resource: string, facts: ActionFacts): ResourceShape {
  const fitting = facts.resourceTypes
    .flatMap(({ arnPatterns }) => arnPatterns)
    .flatMap((pattern) => templateOf(pattern, resource))
    .sort((a, b) => b.fixed - a.fixed);
  return fitting[0]?.shape ?? usualShape(resource);
}

function templateOf(
  pattern: string,
  resource: string,
): readonly { readonly fixed: number; readonly shape: ResourceShape }[] {
  const template = parseArn(pattern)?.resource;
  if (template === undefined) return [];
  const literals = template.split(PLACEHOLDER);
  if (literals.length === 1 || !matchGlob(globOf(literals.join('*')), resource)) return [];
  const [prefix = '', joint = ''] = literals;
  const end = literals.length > 2 && joint !== '' ? resource.indexOf(joint, prefix.length) : -1;
  const parent = end < 0 ? null : resource.slice(0, end);
  return [
    {
      fixed: literals.join('').length,
      shape: { prefix, parent, joint: parent === null ? '' : joint },
    },
  ];
}

function usualShape(resource: string): ResourceShape {
  const { type, separator, id } = splitResource(resource);
  const prefix = type + separator;
  const next = splitResource(id);
  if (next.separator === '' || separator === '') return { prefix, parent: null, joint: '' };
  return { prefix, parent: prefix + next.type, joint: next.separator };
}

/** Globs that are kept, and the longest text of which one is: the same patterns are compared again and again. */
const KEPT_GLOBS = 2_000;
const LONGEST_KEPT = 200;
const GLOBS = new Map<string, Glob>();

/** A glob of plain text with wildcards; whatever the text holds, matching stays linear. */
export function globOf(text: string): Glob {
  const known = GLOBS.get(text);
  if (known !== undefined) return known;
  const glob = compileGlob(tokenize(text, { variables: false, wildcards: true }));
  if (text.length > LONGEST_KEPT) return glob;
  if (GLOBS.size >= KEPT_GLOBS) GLOBS.clear();
  GLOBS.set(text, glob);
  return glob;
}

/** Whether a text with wildcards matches. */
export function fits(pattern: string, text: string): boolean {
  return isPlain(pattern) ? pattern === text : matchGlob(globOf(pattern), text);
}

/** Whether a text with wildcards matches one of the texts. */
export function fitsOne(pattern: string, texts: readonly string[]): boolean {
  if (isPlain(pattern)) return texts.includes(pattern);
  const glob = globOf(pattern);
  return texts.some((text) => matchGlob(glob, text));
}

function isPlain(pattern: string): boolean {
  return !pattern.includes('*') && !pattern.includes('?');
}
