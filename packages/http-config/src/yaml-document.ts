import { createRequire } from 'node:module';

import type * as Yaml from 'yaml';

import {
  type DocumentMember,
  type DocumentNode,
  maxDepth,
  nothing,
  type ParsedDocument,
} from './document-node.ts';

type YamlModule = typeof Yaml;
type Parsed = Yaml.Document.Parsed;

/** Parses YAML 1.2, of which JSON is a part, with the line of every name. */
export function parseYamlDocument(text: string, { uniqueKeys = true } = {}): ParsedDocument {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const document: Parsed = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys });
  // The messages quote the file, which may hold secrets; the codes do not.
  const faults = [...document.errors, ...document.warnings].map(({ code, pos: [start] }) => ({
    line: lines.linePos(start).line,
    text: code === 'DUPLICATE_KEY' ? 'has a name twice' : `is not valid YAML: ${describeCode(code)}`,
  }));
  if (faults.length > 0) return { root: nothing, faults };
  return { root: new Walk(yaml, document, lines).toNode(document.contents, 0), faults };
}

/** Loaded only when there is YAML to parse, and at once: options are read where a program starts. */
function loadYaml(): YamlModule {
  return createRequire(import.meta.url)('yaml') as YamlModule;
}

/** `BAD_INDENT` as `bad indent`. */
function describeCode(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

class Walk {
  readonly #yaml: YamlModule;
  readonly #document: Parsed;
  readonly #lines: Yaml.LineCounter;

  constructor(yaml: YamlModule, document: Parsed, lines: Yaml.LineCounter) {
    this.#yaml = yaml;
    this.#document = document;
    this.#lines = lines;
  }

  toNode(given: unknown, depth: number): DocumentNode {
    const node = this.#resolve(given);
    const line = this.#lineOf(given);
    if (this.#yaml.isMap(node)) {
      const members = depth >= maxDepth ? [] : node.items.map((pair) => this.#toMember(pair, depth + 1));
      return { line, members, value: {} };
    }
    if (this.#yaml.isSeq(node)) {
      const value = node.items.map((item) => this.#scalarOf(this.#resolve(item)));
      return { line, members: undefined, value };
    }
    const value = this.#scalarOf(node);
    const isNumber = typeof value === 'number' && this.#yaml.isScalar(node);
    return { line, members: undefined, value, text: isNumber ? node.source : undefined };
  }

  #toMember({ key, value }: Yaml.Pair, depth: number): DocumentMember {
    const name = this.#scalarOf(this.#resolve(key));
    const isName = ['string', 'number', 'boolean'].includes(typeof name);
    return {
      name: isName ? String(name) : '',
      line: this.#lineOf(key) ?? this.#lineOf(value),
      node: this.toNode(value, depth),
    };
  }

  #resolve(node: unknown): unknown {
    return this.#yaml.isAlias(node) ? node.resolve(this.#document) : node;
  }

  #scalarOf(node: unknown): unknown {
    if (node === null || node === undefined) return null;
    return this.#yaml.isScalar(node) ? node.value : {};
  }

  #lineOf(node: unknown): number | undefined {
    if (!this.#yaml.isNode(node) || node.range === undefined || node.range === null) return undefined;
    return this.#lines.linePos(node.range[0]).line;
  }
}
