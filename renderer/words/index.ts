import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Label } from '../../engine/contract/formats';
import { readStored, store } from './browser-storage';
import { en, type Messages } from './en';
import { ko } from './ko';

/** What the editor says, in one place per language. A language lacks nothing: the compiler checks it against English. */
export const languages = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const texts: Readonly<Record<Language, Messages>> = { en, ko };

const key = 'studio-language';

const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && value in languages;

/** The language chosen before, else the browser's own where there is one, else English. */
function firstLanguage(): Language {
  const chosen = readStored(key);
  if (isLanguage(chosen)) return chosen;
  const own = navigator.language.split('-')[0];
  return isLanguage(own) ? own : 'en';
}

const language = createStore<{ readonly language: Language }>(() => ({ language: 'en' }));

export function setLanguage(next: Language): void {
  store(key, next);
  language.setState({ language: next });
  document.documentElement.lang = next;
}

/** Before anything is drawn. */
export function startLanguage(): void {
  const first = firstLanguage();
  language.setState({ language: first });
  document.documentElement.lang = first;
}

export const useLanguage = (): Language => useStore(language, (state) => state.language);

/** The texts of the language at hand, for what is drawn. */
export const useMessages = (): Messages => texts[useLanguage()];

/** Picks a text that the engine has in several languages: in the window’s language, or in English. */
export function useLabel(): (label: Label) => string {
  const current = useLanguage();
  return (label) => label[current] ?? label.en;
}

/** For what is said by commands. */
export const currentLanguage = (): Language => language.getState().language;

/** The texts of the language at hand, for what is said by commands. */
export const messages = (): Messages => texts[currentLanguage()];

export type { Messages };
