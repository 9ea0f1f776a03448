import { createContentLoader } from 'vitepress';

/** One decision: its title, its first sentence and where it stands. */
export interface Decision {
  readonly title: string;
  readonly gist: string;
  readonly url: string;
}

export declare const data: readonly Decision[];

export default createContentLoader('adr/*.md', {
  includeSrc: true,
  transform: (pages): readonly Decision[] =>
    pages
      .filter(({ url }) => url !== '/adr/' && !url.endsWith('/README') && !url.endsWith('/README.html'))
      .map(({ url, src = '' }) => {
        const [, title = '', text = ''] = /^# (.+)\n+([\s\S]*)$/m.exec(src) ?? [];
        const plain = text.replaceAll('`', '').replaceAll(/\s+/g, ' ');
        return { title: title.replaceAll('`', ''), gist: /^.*?[.;](?= |$)/.exec(plain)?.[0] ?? plain, url };
      })
      .toSorted((one, other) => one.title.localeCompare(other.title)),
});
