import { posix } from 'node:path';

/** Where files of the repository that are no pages of the site are read. */
export const repository = 'https://github.com/x/http';

interface Token {
  readonly type: string;
  readonly children: readonly Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}
interface Environment {
  /** The page's file, from the folder of the documents. */
  readonly relativePath?: string;
}
interface Markdown {
  readonly core: {
    readonly ruler: {
      push(
        name: string,
        rule: (state: { readonly tokens: Token[]; readonly env: Environment }) => void,
      ): void;
    };
  };
}

/** The anchor of a heading as code hosts make it, so that a link works there and here. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** A link of a page: what leaves the folder of the documents goes to the repository, a README to its folder. */
export function linkOf(href: string, page: string): string {
  if (/^([a-z][\w+.-]*:|\/|#)/i.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const target = posix.normalize(posix.join('docs', posix.dirname(page), file));
  if (target === 'CONTEXT.md') return `/glossary${hash}`;
  if (target !== 'docs' && !target.startsWith('docs/')) return `${repository}/blob/main/${target}${hash}`;
  return `${file.replace(/(^|\/)README\.md$/, '$1index.md')}${hash}`;
}

/** A plugin of markdown-it that puts every link through `linkOf`. */
export function rewriteLinks(markdown: Markdown): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const { relativePath } = env;
    if (relativePath === undefined) return;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href !== null) token.attrSet('href', linkOf(href, relativePath.replace(/index\.md$/, 'README.md')));
    }
  });
}
