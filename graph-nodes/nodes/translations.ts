import type { KindTexts } from '../graph/kind';

const modules = import.meta.glob<{ readonly ko: KindTexts }>('./*/ko.ts', { eager: true });

/** Korean texts by kind, from the `ko.ts` in each kind's folder. The English text is used if one is absent. */
export const koreanTexts: Readonly<Record<string, KindTexts>> = Object.fromEntries(
  Object.entries(modules).map(([file, { ko }]) => [file.split('/').at(-2) ?? file, ko]),
);
