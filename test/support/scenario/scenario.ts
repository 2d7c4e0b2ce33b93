import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One value, or a list of which any will do. */
export type OneOf<T> = T | readonly T[];

/** A request of the same caller. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
}

/** A statement by the policy's name and its Sid; what is absent is not compared. */
export interface StatementName {
  readonly policyName?: string;
  readonly sid?: string;
}

/** What a scenario expects of the first line; what is absent is not compared. */
export interface Expected {
  /** How many lines there are; 1 unless told. */
  readonly lines?: number;
  readonly verdict?: OneOf<string>;
  readonly layer?: OneOf<string | null>;
  readonly cause?: OneOf<string>;
  readonly action?: OneOf<string | null>;
  readonly resource?: OneOf<string | null>;
  readonly principalArn?: OneOf<string | null>;
  readonly principalType?: OneOf<string>;
  /** All blockers, in any order. */
  readonly blockers?: readonly (StatementName & {
    readonly layer: OneOf<string>;
    readonly effect: OneOf<string>;
    readonly cause: OneOf<string>;
  })[];
  /** The first near miss. */
  readonly nearMiss?: StatementName & {
    readonly failed: OneOf<string>;
    readonly reason: OneOf<string>;
  };
  readonly remedyKind?: OneOf<string>;
  readonly confidence?: OneOf<string>;
  /** Texts of which each stands in a gap, in any case. */
  readonly gapsMention?: readonly string[];
  /** Texts that the remedy, as JSON, does not have. */
  readonly mustNotSuggest?: readonly string[];
  /** With the remedy's changes made, each of these is allowed. */
  readonly allowsAfter?: readonly Asked[];
  /** With the remedy's changes made, each of these is still not allowed. */
  readonly stillDenies?: readonly Asked[];
}

/** What our own cases expect besides, of the words that a person reads. */
export interface Also {
  readonly why?: string;
  readonly says?: string;
  readonly owner?: string;
  readonly proof?: string;
  /** The reasons of all near misses, in order. */
  readonly nearMisses?: readonly string[];
  /** Texts of which each stands in the evidence. */
  readonly evidenceMentions?: readonly string[];
  /** Texts of which none stands in a gap, in any case. */
  readonly gapsLack?: readonly string[];
  readonly gaps?: readonly string[];
}

/** An access denial with the policies around it, and what should be said about it. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** The AWS document, or the documented behaviour, that decides the case. */
  readonly source: string;
  readonly input:
    { readonly record: Readonly<Record<string, unknown>> } | { readonly text: string };
  readonly snapshot: object | null;
  readonly context?: Readonly<Record<string, string>>;
  readonly expect: Expected;
  readonly also?: Also;
}

/** The scenarios of a folder, one a file; none when there is no such folder. */
export function scenariosIn(folder: string): readonly Scenario[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const read = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Scenario;
      return { ...read, name: file.replace(/\.json$/, '') };
    });
}
