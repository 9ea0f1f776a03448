import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';

import DecisionList from './decision-list.vue';
import HomePanel from './home-panel.md';

import './style.css';

const panel = () => h('div', { class: 'vp-doc home-panel' }, [h(HomePanel)]);

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'home-hero-image': panel }),
  enhanceApp({ app }) {
    app.component('DecisionList', DecisionList);
  },
} satisfies Theme;
