/**
 * API operations whose names are no IAM actions, and the actions that authorize them. In lower case.
 * Policies often list the operation.
 *
 * Follows: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"; Service
 * Authorization Reference of the other services.
 */
const ACTIONS_OF_OPERATION: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    's3:listobjects': ['listbucket'],
    's3:listobjectsv2': ['listbucket'],
    's3:headbucket': ['listbucket'],
    's3:listbuckets': ['listallmybuckets'],
    's3:headobject': ['getobject'],
    's3:selectobjectcontent': ['getobject'],
    's3:copyobject': ['getobject', 'putobject'],
    's3:uploadpart': ['putobject'],
    's3:uploadpartcopy': ['getobject', 'putobject'],
    's3:createmultipartupload': ['putobject'],
    's3:completemultipartupload': ['putobject'],
    's3:postobject': ['putobject'],
    's3:deleteobjects': ['deleteobject'],
    's3:listobjectversions': ['listbucketversions'],
    's3:listmultipartuploads': ['listbucketmultipartuploads'],
    's3:listparts': ['listmultipartuploadparts'],
    's3:getbucketencryption': ['getencryptionconfiguration'],
    's3:putbucketencryption': ['putencryptionconfiguration'],
    's3:deletebucketencryption': ['putencryptionconfiguration'],
    's3:getbucketlifecycle': ['getlifecycleconfiguration'],
    's3:getbucketlifecycleconfiguration': ['getlifecycleconfiguration'],
    's3:putbucketlifecycle': ['putlifecycleconfiguration'],
    's3:putbucketlifecycleconfiguration': ['putlifecycleconfiguration'],
    's3:deletebucketlifecycle': ['putlifecycleconfiguration'],
    's3:getbucketreplication': ['getreplicationconfiguration'],
    's3:putbucketreplication': ['putreplicationconfiguration'],
    's3:deletebucketreplication': ['putreplicationconfiguration'],
    's3:getbucketnotificationconfiguration': ['getbucketnotification'],
    's3:putbucketnotificationconfiguration': ['putbucketnotification'],
    's3:deletebuckettagging': ['putbuckettagging'],
    's3:deletebucketcors': ['putbucketcors'],
    's3:getpublicaccessblock': ['getbucketpublicaccessblock', 'getaccountpublicaccessblock'],
    's3:putpublicaccessblock': ['putbucketpublicaccessblock', 'putaccountpublicaccessblock'],
    's3:deletepublicaccessblock': ['putbucketpublicaccessblock', 'putaccountpublicaccessblock'],
    's3:getobjectlockconfiguration': ['getbucketobjectlockconfiguration'],
    's3:putobjectlockconfiguration': ['putbucketobjectlockconfiguration'],
    'lambda:invoke': ['invokefunction'],
    'lambda:invokeasync': ['invokefunction'],
    'lambda:invokewithresponsestream': ['invokefunction'],
    'kms:reencrypt': ['reencryptfrom', 'reencryptto'],
    'dynamodb:transactgetitems': ['getitem'],
    'dynamodb:transactwriteitems': ['putitem', 'updateitem', 'deleteitem', 'conditioncheckitem'],
    'dynamodb:executestatement': [
      'partiqlselect',
      'partiqlinsert',
      'partiqlupdate',
      'partiqldelete',
    ],
    'dynamodb:batchexecutestatement': [
      'partiqlselect',
      'partiqlinsert',
      'partiqlupdate',
      'partiqldelete',
    ],
    'sqs:sendmessagebatch': ['sendmessage'],
    'sqs:deletemessagebatch': ['deletemessage'],
    'sqs:changemessagevisibilitybatch': ['changemessagevisibility'],
    'sns:publishbatch': ['publish'],
  }),
);

/** Some services put the version of the API behind the operation: `CreateFunction20150331`. */
const VERSION = /(?:\d{8}(?:v\d{1,3})?|\d{4}_\d{2}_\d{2})$/;

/** Whether `service:Operation` is the API's name for what the action (both in lower case) authorizes. */
export function isOperationOf(service: string, operation: string, action: string): boolean {
  const actions = ACTIONS_OF_OPERATION.get(`${service}:${operation}`);
  return actions?.includes(action) === true || operation.replace(VERSION, '') === action;
}
