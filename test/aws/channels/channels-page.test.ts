import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WebhookChannel } from '../../../lib/aws/channels/webhook';
import { alertPost } from '../../core/alert/posts';
import type { ReceivedRequest } from '../../support/receivers/receiver';
import { startWebhookReceiver } from '../../support/receivers/webhook';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/channels.md'), 'utf8');
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** The first block of the page in that language. */
function block(language: string): string {
  const start = PAGE.indexOf(`\`\`\`${language}\n`) + language.length + 4;
  return PAGE.slice(start, PAGE.indexOf('```', start));
}

async function delivered(): Promise<ReceivedRequest> {
  const receiver = await startWebhookReceiver({ secret: SECRET });
  const channel = new WebhookChannel({
    name: 'tickets',
    url: receiver.url,
    signingSecret: { get: () => Promise.resolve(SECRET), forget: () => undefined },
    now: () => Date.now(),
    allowLoopback: true,
  });
  await channel.deliver(alertPost());
  await receiver.close();
  const [request] = receiver.requests;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const folder = mkdtempSync(join(tmpdir(), 'channels-page-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('docs/channels.md', () => {
  it('verifies what is sent by the program that it shows, and nothing else', async () => {
    const { headers, body } = await delivered();
    const module = join(folder, 'verify.mjs');
    writeFileSync(module, block('js'));
    const late = Date.now() / 1000 + 400;
    const cases = [
      [headers, body, SECRET],
      [headers, `${body} `, SECRET],
      [headers, body, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAA'],
      [headers, body, SECRET, late],
      [{ ...headers, 'webhook-signature': 'v1,' }, body, SECRET],
      [{}, body, SECRET],
    ];
    const program = `import { isGenuine } from ${JSON.stringify(pathToFileURL(module).href)};
      import { readFileSync } from 'node:fs';
      const cases = JSON.parse(readFileSync(0, 'utf8'));
      console.log(JSON.stringify(cases.map((args) => isGenuine(...args))));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { input: JSON.stringify(cases), encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([true, false, false, false, false, false]);
  });

  it('has a manifest with the scope that is needed', () => {
    const [, manifest = ''] = /```json\n( +\{[\s\S]*?)```/.exec(PAGE) ?? [];
    expect(JSON.parse(manifest)).toMatchObject({
      features: { bot_user: { display_name: 'Denywatch' } },
      oauth_config: { scopes: { bot: expect.arrayContaining(['chat:write']) as unknown } },
      settings: { token_rotation_enabled: false },
    });
  });

  it('leads nowhere that is not there', () => {
    const links = [...PAGE.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links)
      expect([link, existsSync(join(ROOT, 'docs', link))]).toEqual([link, true]);
  });
});
