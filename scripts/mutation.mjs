#!/usr/bin/env node
/**
 * Mutation testing of the policy evaluator, folder by folder: `npm run mutation`, or a part of it with
 * `npm run mutation -- condition layers glob.ts`.
 *
 * Stryker changes one place in the sources at a time (a mutant) and runs the tests that reach it; a mutant
 * that no test notices has survived. Prints a table for docs/mutation.md; leaves the reports and a list of
 * what survived in reports/mutation.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCES = 'lib/core/policy';
const REPORTS = 'reports/mutation';
const FOLDERS = ['*.ts', 'condition', 'layers', 'near-miss'];

/** Runs Stryker over one folder or file; returns its files as the report has them. */
function run(part) {
  const mutate = `${SOURCES}/${part.endsWith('.ts') ? part : `${part}/**/*.ts`}`;
  const { status } = spawnSync('npx', ['stryker', 'run', '--mutate', mutate], { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`Stryker ended with ${status} over ${mutate}: see what it says above`);
  }
  const report = path.join(REPORTS, `${part.replaceAll(/[^a-z.-]/g, '_')}.json`);
  renameSync('reports/mutation.json', report);
  return Object.entries(JSON.parse(readFileSync(report, 'utf8')).files);
}

/** What became of mutants. Those that no run could judge count neither for nor against the tests. */
function summary(files) {
  const mutants = files.flatMap(([, file]) => file.mutants);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const found = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  return [
    files.length,
    mutants.length,
    count('Killed'),
    count('Timeout'),
    count('Survived'),
    count('NoCoverage'),
    count('RuntimeError', 'CompileError', 'Ignored', 'Pending'),
    `${((100 * found) / Math.max(1, found + missed)).toFixed(1)} %`,
  ];
}

/** The source text of a mutant, on one line. */
function original(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.map((line) => line.trim()).join(' ');
}

/** The mutants that no test noticed, a line each. */
function survivors([name, { source, mutants }]) {
  return mutants
    .filter(({ status }) => status !== 'Killed' && status !== 'Timeout')
    .map(({ status, location, replacement }) => {
      const place = `${name}:${location.start.line}:${location.start.column}`;
      const now = replacement.replaceAll(/\s+/g, ' ');
      return `${place} ${status}: ${original(source, location)} -> ${now}`;
    });
}

mkdirSync(REPORTS, { recursive: true });
const parts = process.argv.length > 2 ? process.argv.slice(2) : FOLDERS;
const results = parts.map((part) => [part, run(part)]);
const all = results.flatMap(([, files]) => files);
writeFileSync(`${REPORTS}/survivors.txt`, `${all.flatMap(survivors).join('\n')}\n`);

const head = 'Files,Mutants,Killed,Timeout,Survived,Not reached,Not judged,Score'.split(',');
const rows = [
  ['Part', ...head],
  ['---', ...head.map(() => '---:')],
  ...results.map(([part, files]) => [`\`${part}\``, ...summary(files)]),
  ['all', ...summary(all)],
];
console.log(rows.map((row) => `| ${row.join(' | ')} |`).join('\n'));
