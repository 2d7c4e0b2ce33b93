// A note of the AWS SDK's own about Node.js versions would stand between the results.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
