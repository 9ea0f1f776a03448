import { describe, expect, it } from 'vitest';

import { anchorOf, linkOf, repository } from '../../docs/.vitepress/markdown.ts';

describe('linkOf', () => {
  it.each([
    ['https://example.com/x', 'errors.md', 'https://example.com/x'],
    ['#no_proxy', 'guide/proxy.md', '#no_proxy'],
    ['timeouts.md', 'guide/errors.md', 'timeouts.md'],
    ['../errors.md#statuses', 'guide/errors.md', '../errors.md#statuses'],
    ['adr/README.md', 'errors.md', 'adr/index.md'],
    ['README.md', 'adr/one-silent-retry.md', 'index.md'],
    ['../CONTEXT.md', 'errors.md', '/glossary'],
    ['../packages/http-hello', 'write-a-plugin.md', `${repository}/blob/main/packages/http-hello`],
    ['../../AGENTS.md#rules', 'guide/errors.md', `${repository}/blob/main/AGENTS.md#rules`],
  ])('%s on %s leads to %s', (href, page, target) => {
    expect(linkOf(href, page)).toBe(target);
  });
});

describe('anchorOf', () => {
  it.each([
    ['NO_PROXY', 'no_proxy'],
    ['Too many redirects, or one that was refused', 'too-many-redirects-or-one-that-was-refused'],
    ['`timeout`', 'timeout'],
  ])('%s has the anchor %s', (heading, anchor) => {
    expect(anchorOf(heading)).toBe(anchor);
  });
});
