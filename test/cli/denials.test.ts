import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { denialsOf } from '../../lib/cli/denials';

function ofText(text: string) {
  return denialsOf({ kind: 'text', text, position: 'the input' }, serviceReference);
}

const REFUSED_BY_SETTING =
  'An error occurred (AccessDenied) when calling the PutBucketPolicy operation: User: arn:aws:iam::111122223333:user/mara is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::parcels-site" because public policies are blocked by the BlockPublicPolicy block public access setting.';
const REFUSED_BY_POLICY =
  'An error occurred (AccessDenied) when calling the GetUser operation: User: arn:aws:iam::111122223333:user/mara is not authorized to perform: iam:GetUser on resource: user mara because no identity-based policy allows the iam:GetUser action';

it("keeps one message's setting away from the next message", () => {
  const found = ofText(`${REFUSED_BY_SETTING}\n\n${REFUSED_BY_POLICY}\n`);
  expect(
    found.map((one) =>
      one.kind === 'denial' ? [one.denial.action, one.denial.setting?.kind ?? null] : one.kind,
    ),
  ).toEqual([
    ['s3:PutBucketPolicy', 'blockPublicPolicy'],
    ['iam:GetUser', null],
  ]);
});

it('takes the service of an operation from the command around a single message', () => {
  const [found] = ofText(
    '$ aws s3api put-object --bucket parcels --key a.txt --body a.txt\n\nAn error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
  );
  expect(found?.kind === 'denial' ? found.denial.action : null).toBe('s3:PutObject');
});

it('reads what is left of a decoded message that was cut', () => {
  const [found] = ofText(
    '{"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[]},"failures":{"items":[]},"context":{"principal":{"id":"AIDAIOSFODNN7EXAMPLE","arn":"arn:aws:iam::111122223333:user/mara"},"action":"ec2:RunInstances","resource":"arn:aws:ec2:eu-west-1:111122223333:instance/*","conditions":{"items":[{"key":"ec2:Inst',
  );
  expect(found?.kind === 'denial' ? found.denial.said.effect : found).toBe('explicitDeny');
});

it('finds no denial in an expired token', () => {
  expect(
    ofText(
      'An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.',
    ),
  ).toEqual([]);
});
