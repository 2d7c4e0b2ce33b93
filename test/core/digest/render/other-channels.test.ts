import type { DigestPost } from '../../../../lib/core/channel';
import { makeDigest } from '../../../../lib/core/digest/make-digest';
import { digestAmazonQ } from '../../../../lib/core/digest/render/amazon-q';
import { digestWebhook } from '../../../../lib/core/digest/render/webhook';
import { threeWeeks } from '../../../support/three-weeks';

async function attack(): Promise<DigestPost> {
  const { attack: input } = await threeWeeks();
  const digest = await makeDigest(input);
  return {
    kind: 'digest',
    id: 'digest-day',
    digest,
    link: 'https://r.example.com/x',
    mayBeThere: false,
  };
}

describe('a digest for Amazon Q', () => {
  it('says whether to worry, what is urgent and where the report is, in a thread of its own', async () => {
    const post = await attack();
    const message = digestAmazonQ(post);
    expect(message.metadata.threadId).toBe('digest-day');
    expect(message.content.nextSteps).toEqual(['The whole report: https://r.example.com/x']);
    expect(message.content.description).toContain('• ');
    expect(message.content.description.length).toBeLessThanOrEqual(2_600);
    expect(digestAmazonQ({ ...post, link: null }).content.nextSteps).toBeUndefined();
  });
});

describe('a digest for a webhook', () => {
  it('has an id that is the same when it is sent again, and a type', async () => {
    const post = await attack();
    const { id, body } = digestWebhook(post);
    expect(id).toBe('digest-day');
    expect(JSON.parse(body)).toMatchObject({ type: 'digest.daily' });
    expect(digestWebhook({ ...post, mayBeThere: true })).toEqual({ id, body });
  });
});
