import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, type AwsAccess } from '../client-settings';

/** A DynamoDB client with the settings that all clients of Denywatch have. */
export function dynamoDbClient(access: AwsAccess): DynamoDBClient {
  return new DynamoDBClient(clientSettings(access));
}
