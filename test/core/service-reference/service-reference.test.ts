import fc from 'fast-check';
import {
  indexedReference,
  serviceReference,
} from '../../../lib/core/service-reference/indexed-reference';

describe('the built-in reference', () => {
  it.each([
    ['s3:getobject', 's3:GetObject'],
    ['SNS:Publish', 'sns:Publish'],
    ['sqs:createqueue', 'sqs:CreateQueue'],
    ['EC2:RUNINSTANCES', 'ec2:RunInstances'],
    ['apigateway:get', 'apigateway:GET'],
  ])('spells %s as %s', (written, spelled) => {
    expect(serviceReference.action(written)?.name).toBe(spelled);
  });

  it('tells what an action can be scoped to, and what it cannot', () => {
    expect(serviceReference.action('dynamodb:Query')).toMatchObject({
      accessLevel: 'Read',
      resourceTypes: ['index', 'table'],
      requiredResourceTypes: ['table'],
    });
    expect(serviceReference.action('kms:ListKeys')?.resourceTypes).toEqual([]);
    expect(serviceReference.action('ec2:DescribeInstances')?.resourceTypes).toEqual([]);
  });

  it.each([
    ['kms:ListKeys', 'List'],
    ['s3:GetObject', 'Read'],
    ['s3:PutObject', 'Write'],
    ['s3:PutBucketPolicy', 'Permissions management'],
    ['sqs:TagQueue', 'Tagging'],
  ])('knows the access level of %s', (name, level) => {
    expect(serviceReference.action(name)?.accessLevel).toBe(level);
  });

  it('lists the condition keys of an action, of its rows and of its resource types', () => {
    const keys = serviceReference.action('ec2:RunInstances')?.conditionKeys;
    expect(keys).toEqual(
      expect.arrayContaining([
        'ec2:InstanceType',
        'ec2:ImageID',
        'aws:RequestTag/${TagKey}',
        'aws:ResourceTag/${TagKey}',
      ]),
    );
    expect(new Set(keys).size).toBe(keys?.length);
    expect(serviceReference.action('s3:ListBucket')?.conditionKeys).toContain('s3:prefix');
    expect(serviceReference.action('s3:GetObject')?.conditionKeys).not.toContain('s3:prefix');
  });

  it('knows the ARN patterns of resource types, several where AWS lists several', () => {
    expect(serviceReference.resourceType('dynamodb', 'TABLE')?.arnPatterns).toEqual([
      'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}',
    ]);
    expect(serviceReference.resourceType('s3', 'bucket')?.arnPatterns).toEqual([
      'arn:${Partition}:s3:::${BucketName}',
    ]);
    const authorizer = serviceReference.resourceType('apigateway', 'Authorizer');
    expect(authorizer?.arnPatterns.length).toBeGreaterThan(1);
    expect(authorizer?.arnPatterns.every((arn) => arn.startsWith('arn:${Partition}:'))).toBe(true);
  });

  it('finds the services that have an action of a name', () => {
    expect(serviceReference.servicesWithAction('RunInstances')).toEqual(['ec2']);
    expect(serviceReference.servicesWithAction('PutObject')).toEqual(
      expect.arrayContaining(['s3', 'mediastore']),
    );
    expect(serviceReference.servicesWithAction('RunInstance')).toEqual([]);
    expect(serviceReference.servicesWithAction('a|b;c#d')).toEqual([]);
  });

  it('has every action of every resource type that it names, for all services that it lists', () => {
    for (const prefix of ['s3', 'ec2', 'iam', 'kms', 'lambda', 'sqs', 'eks', 'bedrock']) {
      const names = serviceReference.actionNames(prefix);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        const action = serviceReference.action(`${prefix}:${name}`);
        expect(action?.name).toBe(`${prefix}:${name}`);
        for (const type of action?.resourceTypes ?? [])
          expect(serviceReference.resourceType(prefix, type)?.name).toBe(type);
      }
    }
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    's3 ',
    'x'.repeat(300_000),
  ])('knows no service of a hostile name', (name) => {
    expect(serviceReference.hasService(name)).toBe(false);
    expect(serviceReference.action(`${name}:GetObject`)).toBeNull();
    expect(serviceReference.action(`s3:${name}`)).toBeNull();
    expect(serviceReference.actionNames(name)).toEqual([]);
    expect(serviceReference.resourceTypes(name)).toEqual([]);
    expect(serviceReference.resourceType('s3', name)).toBeNull();
  });

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(serviceReference.action(`${a}:${b}`)?.name ?? `${a}:${b}`).toMatch(/:/);
      }),
    );
  });
});

describe('an index', () => {
  const reference = indexedReference({
    demo: 'demo:Key;aws:TagKeys#0;0 1#thing|~thing/${ThingName}|0;wide|arn:${Partition}:demo:::wide#Make|W|0! 1|1;Look|L||',
  });

  it('is read row by row', () => {
    expect(reference.action('demo:make')).toEqual({
      name: 'demo:Make',
      accessLevel: 'Write',
      resourceTypes: ['thing', 'wide'],
      requiredResourceTypes: ['thing'],
      conditionKeys: ['demo:Key', 'aws:TagKeys'],
    });
    expect(reference.action('demo:Look')).toEqual({
      name: 'demo:Look',
      accessLevel: 'List',
      resourceTypes: [],
      requiredResourceTypes: [],
      conditionKeys: [],
    });
    expect(reference.resourceTypes('demo')).toEqual([
      {
        name: 'thing',
        arnPatterns: ['arn:${Partition}:demo:${Region}:${Account}:thing/${ThingName}'],
        conditionKeys: ['demo:Key'],
      },
      { name: 'wide', arnPatterns: ['arn:${Partition}:demo:::wide'], conditionKeys: [] },
    ]);
    expect(reference.servicesWithAction('Make')).toEqual(['demo']);
    expect(reference.servicesWithAction('Look')).toEqual(['demo']);
    expect(reference.servicesWithAction('thing')).toEqual([]);
  });
});
