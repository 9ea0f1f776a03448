import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { DefaultTheme } from 'vitepress';

const docs = dirname(dirname(fileURLToPath(import.meta.url)));

type Entry = readonly [text: string, page: string];

const guide: readonly Entry[] = [
  ['Overview', 'guide/'],
  ['A first call', 'guide/first-call'],
  ['Catching errors', 'guide/errors'],
  ['Timeouts', 'guide/timeouts'],
  ['Redirects and URLs', 'guide/redirects-and-urls'],
  ['Bodies in and out', 'guide/streaming'],
  ['The life of a client', 'guide/lifecycle'],
  ['Recipes', 'guide/recipes'],
];
const plugins: readonly Entry[] = [
  ['How plugins work', 'guide/plugins'],
  ['Resilience', 'guide/resilience'],
  ['Decoders', 'guide/decoders'],
  ['Cookies', 'guide/cookies'],
  ['Proxies', 'guide/proxy'],
  ['Transports', 'guide/transports'],
  ['Configuration files', 'guide/configuration-files'],
  ['Testing', 'testing'],
];
const reference: readonly Entry[] = [
  ['Options', 'guide/configuration'],
  ['Errors', 'errors'],
  ['Troubleshooting', 'troubleshooting'],
  ['Performance', 'performance'],
  ['Release', 'release'],
  ['Glossary', 'glossary'],
];
const extending: readonly Entry[] = [
  ['Write a plugin', 'write-a-plugin'],
  ['Write a decoder', 'write-a-decoder'],
  ['Write a transport', 'write-a-transport'],
];
const migrating: readonly Entry[] = [
  ['From got', 'migrate/from-got'],
  ['From axios', 'migrate/from-axios'],
  ['From ky', 'migrate/from-ky'],
  ['From fetch', 'migrate/from-fetch'],
];

/** The pages of a folder, by the first heading of each. */
function pagesOf(folder: string): readonly Entry[] {
  if (!existsSync(join(docs, folder))) return [];
  return readdirSync(join(docs, folder))
    .filter((name) => name.endsWith('.md') && !['README.md', 'index.md'].includes(name))
    .map((name): Entry => {
      const page = `${folder}/${name.slice(0, -'.md'.length)}`;
      return [titleOf(`${page}.md`), page];
    })
    .toSorted(([one], [other]) => one.localeCompare(other));
}

/** The first heading of a page, as text. */
function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(join(docs, file), 'utf8'))?.[1] ?? file;
  return heading.replaceAll('`', '');
}

/** Pages that stand in no list above, so that a new one is found before somebody has thought of its place. */
function others(): readonly Entry[] {
  const listed = new Set([guide, plugins, reference, extending, migrating].flat().map(([, page]) => page));
  const found = ['guide', 'migrate', '.'].flatMap((folder) => pagesOf(folder));
  return found
    .map(([title, page]): Entry => [title, page.replace(/^\.\//, '')])
    .filter(([, page]) => !listed.has(page));
}

function exists(page: string): boolean {
  const files = page.endsWith('/') ? [`${page}index.md`, `${page}README.md`] : [`${page}.md`];
  return files.some((file) => existsSync(join(docs, file)));
}

function group(text: string, entries: readonly Entry[]): DefaultTheme.SidebarItem[] {
  const items = entries
    .filter(([, page]) => exists(page))
    .map(([title, page]) => ({ text: title, link: `/${page}` }));
  return items.length === 0 ? [] : [{ text, items }];
}

/** The menu at the side: one for every page but the decisions, which have their own. */
export function sidebar(): DefaultTheme.SidebarMulti {
  return {
    '/adr/': [{ text: 'All decisions', link: '/adr/' }, ...group('Decisions', pagesOf('adr'))],
    '/': [
      ...group('Guide', guide),
      ...group('Plugins and tools', plugins),
      ...group('See it at work', [['All demos', 'demos/'], ...pagesOf('demos')]),
      ...group('Look things up', reference),
      ...group('Extend it', extending),
      ...group('Come from another client', migrating),
      ...group('About it', [...others(), ['Decisions', 'adr/']]),
    ],
  };
}

/** The menu at the top. */
export function topMenu(): DefaultTheme.NavItem[] {
  const firstDemo = pagesOf('demos')[0]?.[1];
  const demos = exists('demos/') ? 'demos/' : firstDemo;
  return [
    { text: 'Guide', link: '/guide/', activeMatch: '^/(guide|testing)' },
    { text: 'Errors', link: '/errors' },
    { text: 'Troubleshooting', link: '/troubleshooting' },
    ...(demos === undefined ? [] : [{ text: 'Demos', link: `/${demos}`, activeMatch: '^/demos/' }]),
    {
      text: 'More',
      items: [
        ...[...extending, ...migrating.map(([text, page]): Entry => [`Migrate ${text.toLowerCase()}`, page])],
        ['Performance', 'performance'] as const,
        ['Decisions', 'adr/'] as const,
      ]
        .filter(([, page]) => exists(page))
        .map(([text, page]) => ({ text, link: `/${page}` })),
    },
  ];
}
