import { formatArn, parseArn, splitResource } from '../../../lib/core/policy/arn';

describe('ARNs', () => {
  it.each([
    ['arn:aws:s3:::bucket/key:with:colons', 'bucket/key:with:colons'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:*', 'log-group:/a/b:*'],
    ['arn:aws-us-gov:iam::111122223333:role/team/Deploy', 'role/team/Deploy'],
  ])('%s keeps its whole resource and can be put together again', (text, resource) => {
    const arn = parseArn(text);
    expect(arn?.resource).toBe(resource);
    expect(arn === null ? null : formatArn(arn)).toBe(text);
  });

  it('names the parts', () => {
    expect(parseArn('arn:aws-cn:sqs:cn-north-1:111122223333:jobs')).toEqual({
      partition: 'aws-cn',
      service: 'sqs',
      region: 'cn-north-1',
      account: '111122223333',
      resource: 'jobs',
    });
  });

  it.each(['*', '', 'arn:aws:s3', 'my-bucket', 'ARN:aws:s3:::b', 'arn:aws:iam::role'])(
    '%s is no ARN',
    (text) => {
      expect(parseArn(text)).toBeNull();
    },
  );

  it.each([
    ['role/team/Deploy', 'role', '/', 'team/Deploy'],
    ['function:Pay:live', 'function', ':', 'Pay:live'],
    ['log-group:/aws/lambda/x:log-stream:y', 'log-group', ':', '/aws/lambda/x:log-stream:y'],
    ['my-queue', '', '', 'my-queue'],
    ['/restapis/abc', '', '/', 'restapis/abc'],
  ])('%s splits into type and id', (resource, type, separator, id) => {
    expect(splitResource(resource)).toEqual({ type, separator, id });
  });
});
