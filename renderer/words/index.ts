import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Label } from '../../engine/contract/formats';
import { readStored, store } from './browser-storage';
import { en, type Messages } from './en';
import { ko } from './ko';

/** Languages of the editor. The compiler checks that each language has all texts of English. */
export const languages = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const texts: Readonly<Record<Language, Messages>> = { en, ko };

const key = 'studio-language';

const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && value in languages;

/** Language of the last choice, else that of the browser if the editor has it, else English. */
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

/** Sets the language before the first rendering. */
export function startLanguage(): void {
  const first = firstLanguage();
  language.setState({ language: first });
  document.documentElement.lang = first;
}

export const useLanguage = (): Language => useStore(language, (state) => state.language);

/** Texts in the current language, for components. */
export const useMessages = (): Messages => texts[useLanguage()];

/** Selects a text of the engine that exists in several languages: the current language, or English. */
export function useLabel(): (label: Label) => string {
  const current = useLanguage();
  return (label) => label[current] ?? label.en;
}

/** Current language, for code outside of components. */
export const currentLanguage = (): Language => language.getState().language;

/** Texts in the current language, for code outside of components. */
export const messages = (): Messages => texts[currentLanguage()];

export type { Messages };
