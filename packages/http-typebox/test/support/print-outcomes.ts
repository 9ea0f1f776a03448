import { Type } from 'typebox';
import { Compile } from 'typebox/schema';

import { outcomes } from './outcomes.ts';

process.stdout.write(`${Compile(Type.String()).IsAccelerated()}\n${await outcomes()}`);
