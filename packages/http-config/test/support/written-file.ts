import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigurationError } from '@x/http-core';
import { afterAll } from 'vitest';

import { loadClientOptions, type LoadedClientOptions, type LoadOptions } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'http-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into a folder of this test file's own; gives its path. */
export function writtenFile(text: string, name = 'config.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The options that a YAML text comes to, with no environment unless given. */
export function loadYaml(text: string, options: LoadOptions = {}): LoadedClientOptions {
  return loadClientOptions({ env: {}, file: writtenFile(text), ...options });
}

/** The error that loading comes to. */
export function refusalOf(options: LoadOptions): ConfigurationError {
  try {
    loadClientOptions({ env: {}, ...options });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('It was loaded');
}

/** The messages of its issues, without the folder that the file is in. */
export function issuesOf(options: LoadOptions): readonly string[] {
  return refusalOf(options).issues.map(({ message }) => message.replaceAll(`${folder}/`, ''));
}
