import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Processes } from './processes';

/** The project's own folder. */
export const ROOT = path.resolve(__dirname, '../..');
/** Where downloaded tools are kept between runs; ignored by git. */
const TOOLS = path.join(ROOT, '.emulator');

/** The Node.js of the Lambdas' runtime, `nodejs24.x`. */
const NODE_MAJOR = '24';
const NODE_VERSION = '24.21.0';

/** AWS's own matcher of event patterns, and what it needs. Group, artifact, version. */
const EVENT_RULER = 'software.amazon.event.ruler:event-ruler:2.0.1';

/**
 * A Python with the emulator.
 *
 * @throws Error saying that Python or PyPI is missing
 */
export async function pythonWithEmulator(processes: Processes): Promise<string> {
  const requirements = path.join(__dirname, 'requirements.txt');
  const folder = path.join(TOOLS, 'venv');
  const python = path.join(folder, 'bin/python');
  await installOnce(folder, readFileSync(requirements, 'utf8'), async () => {
    await processes.succeed('python3', ['-m', 'venv', folder]).catch((error: unknown) => {
      throw new Error('the emulator needs python3 (3.10 or newer) with venv', { cause: error });
    });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await processes.succeed(python, [...pip, '-r', requirements]);
  });
  return python;
}

/**
 * The folder with a `node` of the Lambdas' major version: this process's own, or npm's build of it.
 *
 * @throws Error with what npm said
 */
export async function nodeOfLambda(processes: Processes): Promise<string> {
  if (process.versions.node.startsWith(`${NODE_MAJOR}.`)) return path.dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(TOOLS, 'node');
  await installOnce(folder, `${name}@${NODE_VERSION}`, async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    const npm = ['install', '--no-audit', '--no-fund', '--no-package-lock'];
    await processes.succeed('npm', [...npm, `${name}@${NODE_VERSION}`], { cwd: folder });
  });
  return path.join(folder, 'node_modules', name, 'bin');
}

/**
 * A class path with AWS's event-ruler.
 *
 * @throws Error saying that Java or Maven is missing, or what Maven said
 */
export async function eventRuler(processes: Processes): Promise<string> {
  const folder = path.join(TOOLS, 'event-ruler');
  await installOnce(folder, EVENT_RULER, async () => {
    mkdirSync(folder, { recursive: true });
    const [groupId, artifactId, version] = EVENT_RULER.split(':');
    const pom = path.join(folder, 'pom.xml');
    writeFileSync(
      pom,
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>denywatch</groupId><artifactId>event-ruler-check</artifactId><version>1</version>
<dependencies><dependency><groupId>${groupId ?? ''}</groupId><artifactId>${artifactId ?? ''}</artifactId><version>${version ?? ''}</version></dependency></dependencies></project>\n`,
    );
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const args = ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${path.join(folder, 'jars')}`];
    await processes.succeed('mvn', args).catch((error: unknown) => {
      throw new Error(`event-ruler needs a JDK and mvn: ${String(error)}`, { cause: error });
    });
  });
  return path.join(folder, 'jars', '*');
}

/** Installs into a folder unless that very thing is there; a half installation does not count. */
async function installOnce(
  folder: string,
  what: string,
  install: () => Promise<void>,
): Promise<void> {
  const mark = path.join(folder, '.installed');
  const digest = createHash('sha256').update(what).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  rmSync(folder, { recursive: true, force: true });
  await install();
  writeFileSync(mark, digest);
}
