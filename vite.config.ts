import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { instrumentPictures } from './build/instrument-pictures.ts';
import { layerSources } from './build/layer-sources.ts';
import { licences } from './build/licences.ts';
import { numbersDigest } from './build/numbers-digest.ts';
import { pxToRem } from './build/px-to-rem.ts';
import { requiredPackages } from './build/required-packages.ts';
import { sounds } from './build/sounds.ts';

/**
 * Four bundles: the editor for the browser, code of exported pages, code for Node, and Electron's preload script. The
 * preload script has to be CommonJS to run in a sandboxed window.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [
    react(),
    instrumentPictures(import.meta.dirname),
    layerSources(import.meta.dirname),
    numbersDigest(import.meta.dirname),
    licences(import.meta.dirname),
    sounds(import.meta.dirname),
    requiredPackages([
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
    ]),
  ],
  css: { postcss: { plugins: [pxToRem] } },
  environments: {
    client: {
      build: {
        outDir: '../dist/renderer',
        emptyOutDir: true,
        chunkSizeWarningLimit: 2500,
        rolldownOptions: {
          output: {
            // One chunk for the shared code of panels, because there would be dozens of small ones. zod and the helper
            // that loads chunks are separate, so that main.ts can set zod up before the shared chunk creates schemas.
            codeSplitting: {
              groups: [
                { name: 'zod', test: /node_modules[\\/]zod/, priority: 1 },
                { name: 'preload-helper', test: /vite[\\/]preload-helper/, priority: 1 },
                { name: 'shared', minShareCount: 2 },
              ],
            },
          },
        },
      },
    },
    node: {
      consumer: 'server',
      resolve: { noExternal: ['zod', /^@bufbuild\//, 'commander', 'jsonc-parser', 'fflate', 'env-paths'] },
      build: {
        ssr: true,
        target: 'node20',
        outDir: '../dist/node',
        emptyOutDir: true,
        rollupOptions: {
          input: {
            studio: 'engine/cli/main.ts',
            'engine-process': 'engine/hosts/engine-process.ts',
            'page-process': 'engine/hosts/page-process.ts',
            'bench-process': 'engine/cli/bench-process.ts',
            'study-process': 'engine/hosts/study-process.ts',
            'backend-process': 'engine/hosts/backend-process.ts',
            'stage-process': 'engine/hosts/stage-process.ts',
            'feature-thread': 'graph-nodes/datasets/music-avqa/feature-thread.ts',
            'electron-main': 'electron/main.ts',
            'electron-engine': 'electron/engine.ts',
          },
          external: ['electron'],
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    // Code and style that the engine writes into an exported page; see renderer/page.
    page: {
      consumer: 'client',
      build: {
        outDir: '../dist/page',
        emptyOutDir: true,
        cssCodeSplit: false,
        chunkSizeWarningLimit: 2500,
        rolldownOptions: {
          input: 'renderer/exported-page.ts',
          output: { format: 'iife', entryFileNames: 'page.js', assetFileNames: 'page[extname]' },
        },
      },
    },
    preload: {
      consumer: 'server',
      build: {
        ssr: true,
        target: 'node20',
        outDir: '../dist/preload',
        emptyOutDir: true,
        rollupOptions: {
          input: { preload: 'electron/preload.ts' },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      await Promise.all(Object.values(builder.environments).map((environment) => builder.build(environment)));
    },
  },
});
