import { DecodeAuthorizationMessageCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { StsMessageDecoder } from '../../lib/aws/message-decoder';
import { accessDenied, iamError } from './support/iam-account';

const DECODED = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: {
    items: [
      {
        statementId: 'NoBigOnes',
        effect: 'DENY',
        actions: { items: [{ value: 'ec2:RunInstances' }] },
        resources: { items: [{ value: '*' }] },
        conditions: { items: [] },
      },
    ],
  },
  context: {
    principal: { arn: 'arn:aws:sts::111122223333:assumed-role/dev/bo' },
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    conditions: {
      items: [{ key: 'ec2:InstanceType', values: { items: [{ value: 'm7i.large' }] } }],
    },
  },
};

function decoder(): {
  decoder: StsMessageDecoder;
  sts: AwsClientStub<STSClient>;
  regions: string[];
} {
  const regions: string[] = [];
  const sts = mockClient(STSClient);
  return {
    sts,
    regions,
    decoder: new StsMessageDecoder({
      homeRegion: 'eu-central-1',
      sts: (region) => {
        regions.push(region);
        return new STSClient({ region });
      },
    }),
  };
}

describe('StsMessageDecoder', () => {
  it('decodes in the region of the denial, without the line breaks of a terminal', async () => {
    const { decoder: d, sts, regions } = decoder();
    sts.on(DecodeAuthorizationMessageCommand).resolves({ DecodedMessage: JSON.stringify(DECODED) });
    await expect(d.decode('abc\r\n  def', 'eu-west-1')).resolves.toMatchObject({
      status: 'found',
      value: {
        explicitDeny: true,
        matchedStatements: [{ sid: 'NoBigOnes', effect: 'deny' }],
        context: new Map([['ec2:InstanceType', ['m7i.large']]]),
      },
    });
    expect(regions).toStrictEqual(['eu-west-1']);
    expect(sts.calls()[0]?.args[0].input).toStrictEqual({ EncodedMessage: 'abcdef' });
  });

  it.each([null, 'evil.example/', ''])('decodes at home when the region is %j', async (region) => {
    const { decoder: d, sts, regions } = decoder();
    sts.on(DecodeAuthorizationMessageCommand).resolves({ DecodedMessage: JSON.stringify(DECODED) });
    await expect(d.decode('abc', region)).resolves.toMatchObject({ status: 'found' });
    expect(regions).toStrictEqual(['eu-central-1']);
  });

  it.each([
    [
      iamError('InvalidAuthorizationMessageException', 400, 'The message has expired'),
      'the encoded authorization message cannot be decoded: it has expired, is not whole, or was made for another account',
    ],
    [
      accessDenied(),
      'the encoded authorization message could not be looked at: it takes the permission sts:DecodeAuthorizationMessage',
    ],
  ])('turns %s into a gap', async (error, gap) => {
    const { decoder: d, sts } = decoder();
    sts.on(DecodeAuthorizationMessageCommand).rejects(error);
    await expect(d.decode('abc', null)).resolves.toStrictEqual({ status: 'unavailable', gap });
  });

  it.each(['', 'no JSON', '[]', '{}'])('makes nothing of the answer %j', async (text) => {
    const { decoder: d, sts } = decoder();
    sts.on(DecodeAuthorizationMessageCommand).resolves({ DecodedMessage: text });
    await expect(d.decode('abc', null)).resolves.toStrictEqual({
      status: 'unavailable',
      gap: 'the encoded authorization message was decoded, but the result is not shaped as documented',
    });
  });

  it.each([' \n ', 'x'.repeat(10_241)])('sends nothing that AWS would not take', async (text) => {
    const { decoder: d, sts } = decoder();
    await expect(d.decode(text, null)).resolves.toMatchObject({ status: 'unavailable' });
    expect(sts.calls()).toHaveLength(0);
  });
});
