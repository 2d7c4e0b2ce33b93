// The CDK's WebAssembly validator costs seconds in each test file; `npm run synth` has it on.
process.env['CDK_VALIDATION'] = 'false';
