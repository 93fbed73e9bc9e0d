import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
const configuration = load(readFileSync('electron-builder.yml', 'utf8')) as Record<string, unknown>;
const { main } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };

/** electron-builder's own schema, which has formats and keywords of its own. */
const valid = (value: unknown) => {
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  return { ok: validate(value), errors: validate.errors ?? [] };
};

describe('the packaging of the desktop application', () => {
  it('is as electron-builder’s schema wants it', () => {
    expect(valid(configuration)).toEqual({ ok: true, errors: [] });
  });

  it('is really checked: a field that does not exist is refused', () => {
    expect(valid({ ...configuration, artefactName: 'x' }).ok).toBe(false);
    expect(valid({ ...configuration, mac: { target: 7 } }).ok).toBe(false);
  });

  it('covers Linux, Windows and macOS', () => {
    for (const platform of ['linux', 'win', 'mac']) expect(configuration).toHaveProperty([platform, 'target']);
  });

  it('packs what starts: the main script, the editor, the preload script', () => {
    expect(configuration['files']).toContain('dist/**');
    for (const file of [main, 'dist/renderer/index.html', 'dist/preload/preload.cjs', 'dist/node/electron-engine.js']) {
      expect(file.startsWith('dist/'), file).toBe(true);
      expect(existsSync(file), file).toBe(true);
    }
  });
});
