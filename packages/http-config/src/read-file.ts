import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { DocumentMember, DocumentNode, ParsedDocument } from './document-node.ts';
import type { Written } from './entry.ts';
import { parseJsonDocument } from './json-document.ts';
import { knownName } from './known-name.ts';
import { problem, type Problem } from './problem.ts';
import { settings } from './settings.ts';
import { parseYamlDocument } from './yaml-document.ts';

/** What a file says, and what is wrong with the file itself. */
export interface FileContent {
  readonly written: readonly Written[];
  readonly problems: readonly Problem[];
}

/** Where the options lie in a file: under `http` if there is one, else all of it, unless a section is asked for. */
export interface FilePlace {
  readonly file: string | URL;
  readonly section: string | undefined;
}

/** Reads a file. With `isLocated` JSON is parsed as the YAML that it is, which knows the lines and costs the time to load it. */
export function readFile({ file, section }: FilePlace, isLocated: boolean): FileContent {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const failed = (text: string, line?: number): Problem =>
    problem([], `the file ${text}`, line === undefined ? path : `${path}:${line}`);
  const parse = parserFor(path, isLocated);
  if (parse === undefined) return { written: [], problems: [failed('must end in .json, .yaml or .yml')] };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'no code' } = error as NodeJS.ErrnoException;
    return { written: [], problems: [failed(`cannot be read: ${code}`)] };
  }
  const { root, faults } = parse(text);
  if (faults.length > 0) return { written: [], problems: faults.map((one) => failed(one.text, one.line)) };
  return sectionOf(root, section, path);
}

/** Whether the lines in a file are known without asking for them. */
export function hasLines({ file }: FilePlace): boolean {
  return !/\.json$/i.test(String(file));
}

function parserFor(path: string, isLocated: boolean): ((text: string) => ParsedDocument) | undefined {
  if (/\.ya?ml$/i.test(path)) return parseYamlDocument;
  if (!/\.json$/i.test(path)) return undefined;
  if (!isLocated) return parseJsonDocument;
  return (text) => {
    const plain = parseJsonDocument(text);
    if (plain.faults.length > 0) return plain;
    const located = parseYamlDocument(text, { uniqueKeys: false });
    // YAML refuses some of what JSON allows, such as tabs: then without lines.
    return located.faults.length === 0 ? located : plain;
  };
}

function sectionOf(root: DocumentNode, section: string | undefined, path: string): FileContent {
  const at = (line: number | undefined): string => (line === undefined ? path : `${path}:${line}`);
  const found = find(root, (section ?? 'http').split('.'));
  if (found === undefined && section !== undefined) {
    return { written: [], problems: [problem([], `the file has no section '${section}'`, path)] };
  }
  const node = found ?? root;
  if (node.members !== undefined) {
    return { written: node.members.flatMap((member) => optionOf(member, at)), problems: [] };
  }
  if (node.value === null) return { written: [], problems: [] };
  const text = `the ${found === undefined ? 'file' : 'section'} must be an object of client options`;
  return { written: [], problems: [problem([], text, at(node.line))] };
}

function find(root: DocumentNode, names: readonly string[]): DocumentNode | undefined {
  let node: DocumentNode | undefined = root;
  for (const name of names) node = node?.members?.find((one) => one.name === name)?.node;
  return node;
}

function optionOf({ name, line, node }: DocumentMember, at: (line: number | undefined) => string): Written[] {
  const setting = settings.get(knownName(settings.keys(), name) ?? '');
  if (node.members === undefined || (setting?.members === undefined && setting?.named === undefined)) {
    return [{ names: [name], value: node.value, source: at(line), isVariable: false }];
  }
  return node.members.map((member) => ({
    names: [name, member.name],
    // A header or a query says what is written: 1.10 is not 1.1.
    value: setting.named === undefined ? member.node.value : (member.node.text ?? member.node.value),
    source: at(member.line),
    isVariable: false,
  }));
}
