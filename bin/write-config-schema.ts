import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsJsonSchema } from '../lib/infra/settings/json-schema';

// After a change of the settings: `npx tsx bin/write-config-schema.ts && npm run format`.
const file = path.join(__dirname, '..', 'denywatch.config.schema.json');
writeFileSync(file, `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
