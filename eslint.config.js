import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Dependencies point one way: electron → engine → graph-nodes ← renderer. The renderer imports nothing of the engine but
 * engine/contract. The rules below forbid packages and layers by folder; .dependency-cruiser.cjs forbids circles inside a
 * layer.
 */
const desktop = { group: ['electron', 'electron/**'], message: 'Only electron/ imports Electron.' };
const view = {
  group: [
    'react',
    'react/*',
    'react-dom',
    'react-dom/*',
    '@xyflow/*',
    '@mantine/*',
    '@tabler/*',
    'recharts',
    'zustand',
    'zustand/*',
    'zundo',
  ],
  message: 'Only renderer/ imports React and what draws with it.',
};
const tensors = {
  group: ['@tensorflow/*'],
  message: 'Tensors live in graph-nodes/nodes/*/layer.ts, graph-nodes/layers and engine/.',
};
const node = { group: ['node:*'], message: 'This runs in the browser too.' };
const folder = (name, message) => ({ group: [`**/${name}/**`], message });

const noElectron = folder('electron', 'Nothing depends on electron/.');
const noRenderer = folder('renderer', 'Only the renderer and its tests depend on renderer/.');
const noEngine = folder('engine', 'graph-nodes/ does not know the engine.');
const onlyContract = {
  regex: '(^|/)engine/(?!contract/)',
  message: 'The renderer imports nothing of the engine but engine/contract.',
};

const restrict = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const seeded = ['Math', 'random', 'Draw from graph-nodes/graph/random.ts, so that one seed gives one result.'];
const timeless = ['Date', 'now', 'Results do not depend on the clock.'];
const forbid = ([object, property, message]) => ({ object, property, message });

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'runs/', 'node_modules/', 'playwright-report/', 'test-results/'] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-properties': ['error', forbid(seeded)],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['renderer/**/*.tsx', 'renderer/**/*.ts'], ...reactHooks.configs.flat.recommended },
  restrict(['graph-nodes/**/*.ts'], desktop, view, tensors, node, noElectron, noRenderer, noEngine),
  restrict(
    ['graph-nodes/nodes/*/{layer,denoiser}.ts', 'graph-nodes/layers/*.ts'],
    desktop,
    view,
    node,
    noElectron,
    noRenderer,
    noEngine,
  ),
  restrict(
    [
      'graph-nodes/nodes/*/dataset.ts',
      'graph-nodes/datasets/*/feature-{files,reader,thread}.ts',
      'graph-nodes/**/*.test.ts',
    ],
    desktop,
    view,
    noElectron,
    noRenderer,
    noEngine,
  ),
  restrict(['engine/**/*.ts'], desktop, view, noElectron, noRenderer),
  restrict(['renderer/**/*.ts', 'renderer/**/*.tsx'], desktop, tensors, node, noElectron, onlyContract),
  restrict(['electron/**/*.ts'], view, tensors, noRenderer),
  restrict(['test/**/*.ts'], desktop, view),
  {
    files: ['graph-nodes/**/*.ts', 'engine/{model,data,training}/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', forbid(seeded), forbid(timeless)] },
  },
);
