import type { Json, JsonObject } from '../../lib/core/record/json';

/** A record as CloudTrail writes it: a user who was refused a table. Fields can be replaced. */
export function deniedGetItem(fields: JsonObject = {}): Record<string, Json | undefined> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAIOSFODNN7EXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/mara',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'mara',
    },
    eventTime: '2026-11-19T08:02:11Z',
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.57',
    userAgent: 'aws-cli/2.31.18',
    errorCode: 'AccessDenied',
    errorMessage:
      'User: arn:aws:iam::111122223333:user/mara is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/parcels because no identity-based policy allows the dynamodb:GetItem action',
    requestParameters: null,
    responseElements: null,
    requestID: '79b2afb6-0e1d-46bf-ad43-befd73e1e44d',
    eventID: 'e3f3af0b-60c9-4f32-a9cf-ddb31612709d',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
    tlsDetails: { tlsVersion: 'TLSv1.3' },
    ...fields,
  };
}

/** A snapshot in which mara may read another table. */
export function snapshotOfMara(): Record<string, unknown> {
  return {
    version: 1,
    takenAt: '2026-11-20T08:00:00Z',
    organization: null,
    accounts: {
      '111122223333': {
        authorizationDetails: {
          UserDetailList: [
            {
              UserName: 'mara',
              Arn: 'arn:aws:iam::111122223333:user/mara',
              UserPolicyList: [
                {
                  PolicyName: 'read-parcels',
                  PolicyDocument: {
                    Version: '2012-10-17',
                    Statement: [
                      {
                        Sid: 'Read',
                        Effect: 'Allow',
                        Action: 'dynamodb:GetItem',
                        Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:parcels',
                      },
                    ],
                  },
                },
              ],
              GroupList: [],
              AttachedManagedPolicies: [],
              Tags: [],
            },
          ],
          GroupDetailList: [],
          RoleDetailList: [],
          Policies: [],
        },
        resourcePolicies: {},
        vpcEndpointPolicies: {},
        sessionPolicies: {},
      },
    },
  };
}
