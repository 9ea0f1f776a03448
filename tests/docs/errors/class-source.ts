import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript-5.9';

import { read, root } from '../../structure/repository.ts';

const folder = 'packages/http-core/src/errors';

/** A field that a class adds to those of its base. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** An error class as its source has it. */
export interface ErrorClass {
  readonly name: string;
  readonly base: string;
  /** Its own, or that of the nearest class above it that has one. */
  readonly code: string;
  /** The doc comment, on one line. */
  readonly text: string;
  readonly fields: readonly Field[];
}

/** Every error class, parents before their children, siblings in the order of the index. */
export function errorClasses(): readonly ErrorClass[] {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('-error.ts'));
  const found = files.flatMap((name) => parse(`${folder}/${name}`));
  const byName = new Map(found.map((one) => [one.name, one]));
  const codeOf = (one: (typeof found)[number]): string =>
    one.code ?? codeOf(byName.get(one.base) ?? missing(one.base));
  const below = (base: string): ErrorClass[] =>
    found
      .filter((one) => one.base === base)
      .toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
      .flatMap((one) => [{ ...one, code: codeOf(one), fields: added(one) }, ...below(one.name)]);
  // A status that is narrowed to a literal is still the field of the base.
  const added = ({ base, fields }: (typeof found)[number]): readonly Field[] => {
    const inherited = namesOf(base);
    return fields.filter(({ name }) => !inherited.includes(name));
  };
  const namesOf = (name: string): readonly string[] => {
    const one = byName.get(name);
    return one === undefined ? [] : [...one.fields.map((field) => field.name), ...namesOf(one.base)];
  };
  return below('Error');
}

/** From what is wrong before anything is sent to what is wrong with the answer. */
const groups = [
  'ConfigurationError',
  'InvalidRequestError',
  'ClientNotOpenError',
  'ClientClosedError',
  'TransportError',
  'TimeoutError',
  'RedirectError',
  'StatusError',
  'ResponseTooLargeError',
  'DecodeError',
  'InterceptorError',
  'ResilienceError',
];

function rank({ name, text }: { readonly name: string; readonly text: string }): number {
  const group = groups.indexOf(name);
  return group === -1 ? Number(/^Status (\d+)/.exec(text)?.[1] ?? 1_000) : group;
}

function missing(name: string): never {
  throw new Error(`${name} is not in ${folder}`);
}

function parse(path: string): readonly (Omit<ErrorClass, 'code'> & { readonly code: string | undefined })[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isClassDeclaration).map((statement) => {
    const code = statement.members.find((member) => nameOf(member) === 'code');
    const initializer = code !== undefined && ts.isPropertyDeclaration(code) ? code.initializer : undefined;
    return {
      name: statement.name?.text ?? missing(path),
      base: statement.heritageClauses?.[0]?.types[0]?.expression.getText() ?? missing(path),
      code: initializer !== undefined && ts.isStringLiteral(initializer) ? initializer.text : undefined,
      text: docOf(statement),
      fields: statement.members.filter(isField).map((member) => ({
        name: nameOf(member),
        type: typeOf(member, source),
        text: docOf(member),
      })),
    };
  });
}

function isField(member: ts.ClassElement): member is ts.PropertyDeclaration | ts.GetAccessorDeclaration {
  if (!ts.isPropertyDeclaration(member) && !ts.isGetAccessorDeclaration(member)) return false;
  if (!ts.isIdentifier(member.name) || member.name.text === 'code') return false;
  if (ts.isPropertyDeclaration(member) && member.questionToken !== undefined) return false;
  const excluded = [ts.SyntaxKind.StaticKeyword, ts.SyntaxKind.OverrideKeyword];
  return !(member.modifiers ?? []).some(({ kind }) => excluded.includes(kind));
}

function nameOf(member: ts.ClassElement): string {
  return member.name?.getText() ?? '';
}

/** The declared type; a union that the file gives a name is written out. */
function typeOf(member: ts.PropertyDeclaration | ts.GetAccessorDeclaration, source: ts.SourceFile): string {
  const text = member.type?.getText() ?? missing(`the type of ${nameOf(member)}`);
  const alias = source.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === text,
  );
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) return text;
  return alias.type.getText().replaceAll(/\s+/g, ' ').replace(/^\| /, '');
}

function docOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = comment === undefined ? '' : (ts.getTextOfJSDocComment((comment as ts.JSDoc).comment) ?? '');
  return text.replaceAll(/\s+/g, ' ').trim();
}
