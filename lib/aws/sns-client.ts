import { SNSClient } from '@aws-sdk/client-sns';
import { clientSettings, type AwsAccess } from './client-settings';

/** An SNS client with the settings that all clients of Denywatch have. */
export function snsClient(access: AwsAccess): SNSClient {
  return new SNSClient(clientSettings(access));
}
