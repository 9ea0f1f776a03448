import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';

import DecisionList from './decision-list.vue';

import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('DecisionList', DecisionList);
  },
} satisfies Theme;
