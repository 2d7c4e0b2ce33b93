import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from './emulator';
import { LOCALHOST_NAMES } from './emulator-defects';
import type { Finished, Processes } from './processes';
import { ROOT } from './tools';

/** The CDK's command line against an emulator, with the actual app. */
export class Cdk {
  readonly #processes: Processes;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(
    processes: Processes,
    emulator: Emulator,
    place: { readonly folder: string; readonly account: string; readonly region: string },
  ) {
    this.#processes = processes;
    this.#folder = place.folder;
    const preload = path.join(place.folder, 'localhost-names.cjs');
    writeFileSync(preload, LOCALHOST_NAMES);
    const home = path.join(place.folder, 'home');
    mkdirSync(home, { recursive: true });
    this.#env = {
      ...withoutAws(process.env),
      HOME: home,
      TMPDIR: place.folder,
      NODE_OPTIONS: `--require ${preload}`,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ENDPOINT_URL_S3: emulator.s3Endpoint,
      // The emulator takes the access key id for the account.
      AWS_ACCESS_KEY_ID: place.account,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: place.region,
      AWS_EC2_METADATA_DISABLED: 'true',
      // The project's own Node.js is older than the SDK of the CDK likes; no result of this run.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }

  /** Makes the CDK's own bucket and roles in an account and Region. */
  bootstrap(account: string, region: string): Promise<string> {
    // From a folder without an app: none is needed, and none is asked.
    return this.#succeed(['bootstrap', `aws://${account}/${region}`], this.#folder);
  }

  /**
   * Synthesizes the app and deploys all its stacks.
   *
   * @returns stack name -> output -> value
   */
  async deploy(settings: object): Promise<StackOutputs> {
    const outputs = path.join(this.#folder, 'outputs.json');
    const args = ['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputs];
    await this.#succeed([...args, ...this.#app(settings)]);
    return JSON.parse(readFileSync(outputs, 'utf8')) as StackOutputs;
  }

  /** What a deployment would change: exit code 0 when nothing, 1 when something. */
  diff(settings: object): Promise<Finished> {
    return this.#run(['diff', '--fail', ...this.#app(settings)]);
  }

  /** The template of a stack as it was synthesized last. */
  template(stackName: string): Template {
    const file = path.join(this.#output, `${stackName}.template.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as Template;
  }

  /** The files of all templates as they were synthesized last. */
  templates(): readonly string[] {
    return readdirSync(this.#output)
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => path.join(this.#output, name));
  }

  get #output(): string {
    return path.join(this.#folder, 'cdk.out');
  }

  #app(settings: object): readonly string[] {
    const file = path.join(this.#folder, 'denywatch.config.json');
    writeFileSync(file, JSON.stringify(settings));
    return ['--context', `settings=${file}`, '--output', this.#output];
  }

  #run(args: readonly string[], cwd: string = ROOT): Promise<Finished> {
    const cdk = path.join(ROOT, 'node_modules/.bin/cdk');
    const quiet = ['--no-color', '--no-notices', '--progress', 'events'];
    return this.#processes.run(cdk, [...args, ...quiet], {
      cwd,
      env: this.#env,
      timeoutMs: 240_000,
    });
  }

  async #succeed(args: readonly string[], cwd?: string): Promise<string> {
    const { code, output } = await this.#run(args, cwd);
    if (code === 0) return output;
    throw new Error(`cdk ${args[0] ?? ''} ended with ${String(code)}:\n${output.slice(-4000)}`);
  }
}

/** Stack name -> output name -> value. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A CloudFormation template, as far as the tests look into it. */
export interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
    >
  >;
}

/** The environment without anything that could lead to a real account. */
function withoutAws(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:AWS|CDK)_/.test(name)));
}
