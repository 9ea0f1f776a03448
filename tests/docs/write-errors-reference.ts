// `npm run docs -- --generate`: writes the parts of docs/errors.md that are made from the classes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../structure/repository.ts';
import { path, withReference } from './errors/reference.ts';

const file = join(root, path);
const before = readFileSync(file, 'utf8');
const after = await withReference(before);
if (after !== before) writeFileSync(file, after);
console.log(`${path} ${after === before ? 'is what the classes say' : 'has been written'}.`);
