import { pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';

import { loadClientOptions } from '../src/index.ts';
import { issuesOf, writtenFile } from './support/written-file.ts';

describe('a file', () => {
  it('may be JSON, with a byte order mark and tabs, or YAML by either name', () => {
    for (const [text, name] of [
      ['\uFEFF{\n\t"name": "users"\n}', 'a.json'],
      ['name: users', 'a.yml'],
      ['name: users', 'a.YAML'],
    ] as const) {
      expect(loadClientOptions({ env: {}, file: writtenFile(text, name) }).name).toBe('users');
    }
  });

  it('may be given by its URL', () => {
    const file = pathToFileURL(writtenFile('name: users'));
    expect(loadClientOptions({ env: {}, file }).name).toBe('users');
  });

  it.each([
    ['none.yaml', undefined, 'the file cannot be read: ENOENT (none.yaml)'],
    ['a.toml', '', 'the file must end in .json, .yaml or .yml (a.toml)'],
    ['a.yaml', 'a: 1\na: 2\n', 'the file has a name twice (a.yaml:2)'],
    ['a.yaml', 'a: [\n', 'the file is not valid YAML: bad indent (a.yaml:2)'],
    ['a.yaml', 'a: 1\n---\nb: 2\n', /not valid YAML: multiple docs/],
    ['a.yaml', '- 1\n', 'the file must be an object of client options (a.yaml:1)'],
    ['a.yaml', '\nhttp: 5\n', 'the section must be an object of client options (a.yaml:2)'],
    ['a.json', '{\n "a": 1,\n}', 'the file is not valid JSON (a.json:3)'],
    ['a.json', '[1]', /the file must be an object of client options \(a\.json/],
  ])('%s with %j is a problem', (name, text, message) => {
    const file =
      text === undefined ? writtenFile('', 'x.yaml').replace('x.yaml', name) : writtenFile(text, name);
    const [issue] = issuesOf({ file });
    if (typeof message === 'string') expect(issue).toBe(message);
    else expect(issue).toMatch(message);
  });

  it('has problems told with the lines, of JSON too where YAML can read it', () => {
    const text = '{\n  "http": {\n    "pool": { "max_connections": "4" }\n  }\n}\n';
    expect(issuesOf({ file: writtenFile(text, 'a.json') })[0]).toContain('(a.json:3)');
    const tabbed = text.replaceAll('  ', '\t');
    expect(issuesOf({ file: writtenFile(tabbed, 'a.json') })[0]).toMatch(/\(a\.json(:3)?\)$/);
  });

  it('without the section that is asked for is a problem', () => {
    expect(issuesOf({ file: writtenFile('http: {}'), section: 'clients.users' })).toEqual([
      "the file has no section 'clients.users' (config.yaml)",
    ]);
  });

  it('may say Infinity as a text, for JSON has no other way', () => {
    const file = writtenFile(
      '{"maxResponseBytes":"Infinity","timeout":{"idle":null,"total":"Infinity"}}',
      'a.json',
    );
    expect(loadClientOptions({ env: {}, file })).toMatchObject({
      maxResponseBytes: Infinity,
      timeout: { idle: null, total: Infinity },
    });
  });

  it('is strict: a quoted number is a text', () => {
    expect(issuesOf({ file: writtenFile('max_response_bytes: "5"\nhttp2: "true"\n') })).toHaveLength(2);
  });

  it('resolves anchors, and does not follow those that lead in circles', () => {
    const file = writtenFile('pool: &p { maxConnections: &n 4 }\nredirect: { max: *n }\n');
    expect(loadClientOptions({ env: {}, file })).toMatchObject({ redirect: { max: 4 } });
    expect(issuesOf({ file: writtenFile('http: &a\n  tls: *a\n') }).length).toBeGreaterThan(0);
  });

  it('sends numbers in headers and queries as they are written', () => {
    const file = writtenFile('headers: { x-version: 1.10 }\nquery: { v: 2.0, n: 5 }\n');
    expect(loadClientOptions({ env: {}, file })).toMatchObject({
      headers: { 'x-version': '1.10' },
      query: { v: '2.0', n: '5' },
    });
  });

  it('cannot set what every object has', () => {
    const text =
      '{"__proto__":{"name":"x"},"headers":{"__proto__":"x"},"constructor":1,"pool":{"__proto__":{}}}';
    const issues = issuesOf({ file: writtenFile(text, 'a.json') });
    expect(issues).toHaveLength(3);
    expect({}).not.toHaveProperty('name');
  });
});
