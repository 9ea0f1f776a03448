import { defineConfig } from 'vitepress';

import { anchorOf, repository, rewriteLinks } from './markdown.ts';
import { sidebar, topMenu } from './navigation.ts';

// Packages are used as they stand in the workspace, without a build.
const conditions = ['@x/source'];

export default defineConfig({
  title: '@x/http',
  description: 'An HTTP client for Node services: typed errors, one chain, plugins in packages of their own.',
  lang: 'en',
  lastUpdated: false,
  router: { prefetchLinks: false },
  rewrites: { 'adr/README.md': 'adr/index.md' },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/mark.svg' }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  markdown: {
    anchor: { slugify: anchorOf },
    config: (markdown) => rewriteLinks(markdown),
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  themeConfig: {
    logo: '/mark.svg',
    nav: topMenu(),
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'MIT licensed' },
    externalLinkIcon: true,
  },
  vite: {
    resolve: { conditions },
    ssr: { resolve: { conditions }, noExternal: [/^@x\//] },
    // As text, so that esbuild does not read the workspace's own settings, whose newest terms it does not know.
    esbuild: { target: 'es2022', tsconfigRaw: '{"compilerOptions":{"target":"ES2022"}}' },
    build: { target: 'es2022', chunkSizeWarningLimit: 1_500 },
  },
});
