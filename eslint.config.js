import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// The directions of imports are in .dependency-cruiser.mjs.
const seeded = ['Math', 'random', 'Draw from graph-nodes/graph/random.ts, so that one seed gives one result.'];
const timeless = ['Date', 'now', 'Results do not depend on the clock.'];
const forbid = ([object, property, message]) => ({ object, property, message });

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'release/',
      'runs/',
      'node_modules/',
      'playwright-report/',
      'test-results/',
      'engine/protos/generated/',
    ],
  },
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
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: globals.node, sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['renderer/**/*.tsx', 'renderer/**/*.ts'], ...reactHooks.configs.flat.recommended },
  {
    files: ['graph-nodes/**/*.ts', 'engine/{model,data,training}/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', forbid(seeded), forbid(timeless)] },
  },
);
