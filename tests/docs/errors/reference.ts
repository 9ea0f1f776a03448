import { read } from '../../structure/repository.ts';
import { type ErrorClass, errorClasses } from './class-source.ts';
import { retried } from './retried.ts';
import { table } from './table.ts';

export const path = 'docs/errors.md';

/** The document with every part between `generated` marks made anew from the classes. */
export async function withReference(document: string): Promise<string> {
  const classes = errorClasses();
  const parts: Readonly<Record<string, string>> = {
    tree: tree(classes),
    statuses: statuses(classes),
    classes: overview(classes),
    retried: await retries(),
    fields: details(classes),
  };
  return document.replaceAll(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`${path} asks for ${name}, which nobody makes`);
      return `${begin}\n${part}\n\n${end}`;
    },
  );
}

function tree(classes: readonly ErrorClass[]): string {
  const width = Math.max(...classes.map((one) => branch(one, classes).length)) + 2;
  const lines = classes.map((one) => {
    const status = statusOf(one);
    return `${branch(one, classes).padEnd(width)}${status === undefined ? one.code : `${one.code} ${status}`}`;
  });
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

function branch({ name, base }: ErrorClass, classes: readonly ErrorClass[]): string {
  const ancestorsOf = (parent: string): readonly ErrorClass[] => {
    const one = classes.find((other) => other.name === parent);
    return one === undefined ? [] : [...ancestorsOf(one.base), one];
  };
  const ancestors = ancestorsOf(base);
  if (ancestors.length === 0) return name;
  const isLast = (one: { readonly name: string; readonly base: string }): boolean =>
    classes.filter((other) => other.base === one.base).at(-1)?.name === one.name;
  const stems = ancestors.slice(1).map((one) => (isLast(one) ? '    ' : '│   '));
  return `${stems.join('')}${isLast({ name, base }) ? '└── ' : '├── '}${name}`;
}

function statusOf({ text }: ErrorClass): string | undefined {
  return /^Status (\d+)/.exec(text)?.[1];
}

function statuses(classes: readonly ErrorClass[]): string {
  const own = classes.flatMap((one) => {
    const status = statusOf(one);
    return status === undefined
      ? []
      : [[status, `\`${one.name}\``, one.text.replace(/^Status \d+, |\.$/g, '')]];
  });
  const rest = [
    ['any other 4xx', '`ClientStatusError`', ''],
    ['any other 5xx', '`ServerStatusError`', ''],
  ];
  return table(['status', 'class', 'phrase'], [...own, ...rest]);
}

function overview(classes: readonly ErrorClass[]): string {
  const rows = classes.map(({ name, base, code, fields, text }) => [
    `\`${name}\``,
    `\`${base}\``,
    `\`${code}\``,
    fields.map((field) => `\`${field.name}\``).join(' '),
    text,
  ]);
  return table(['class', 'extends', 'code', 'fields', 'what it says'], rows);
}

async function retries(): Promise<string> {
  const yes = (isSo: boolean): string => (isSo ? 'yes' : 'no');
  const rows = (await retried()).map(({ failure, verdicts, isFailure }) => [
    failure,
    ...verdicts.map(yes),
    yes(isFailure),
  ]);
  return table(['failure', 'GET', 'POST', 'POST, `idempotent: true`', 'counts for the breaker'], rows);
}

/** Every class that adds fields or shows messages of its own. */
function details(classes: readonly ErrorClass[]): string {
  const messages = shownMessages();
  const sections = classes.map((one) => {
    const shown = messages.filter(({ name }) => name === one.name);
    if (one.fields.length === 0 && shown.length === 0) return '';
    const headings = [...new Set(shown.map(({ heading }) => heading))];
    const links = headings.map((heading) => `[${heading}](troubleshooting.md#${anchorOf(heading)})`);
    return [
      `### ${one.name}`,
      `${one.text} \`${one.code}\`, extends \`${one.base}\`.`,
      shown.length === 0 ? '' : `\`\`\`text\n${shown.map(({ message }) => message).join('\n')}\n\`\`\``,
      links.length === 0 ? '' : `What to do: ${links.join(', ')}.`,
      one.fields.length === 0
        ? ''
        : table(
            ['field', 'type', 'what it says'],
            one.fields.map(({ name, type, text }) => [`\`${name}\``, `\`${type}\``, text]),
          ),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  return sections.filter((section) => section !== '').join('\n\n');
}

interface Shown {
  readonly name: string;
  readonly message: string;
  readonly heading: string;
}

/** The messages of the troubleshooting guide, which a test provokes one by one. */
function shownMessages(): readonly Shown[] {
  const sections = read('docs/troubleshooting.md').split(/^### /m).slice(1);
  return sections.flatMap((section) => {
    const heading = section.split('\n')[0] ?? '';
    const blocks = [...section.matchAll(/^```text\n([\s\S]*?)^```/gm)].map(([, lines = '']) => lines);
    const lines = blocks.flatMap((block) => block.trimEnd().split('\n'));
    return lines.map((line) => {
      const [, name = '', message = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
      return { name, message, heading };
    });
  });
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
