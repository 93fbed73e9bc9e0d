import { SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import type { EngineMessage } from '../../engine/contract/messages';
import { languages, setLanguage, useLanguage, useMessages, type Language } from '../words';
import { messageText } from '../words/engine';

/** Writes the texts of the report around the stage in the current language. */
function translateReport(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-message]')) {
    element.textContent = messageText(JSON.parse(element.dataset['message'] ?? '') as EngineMessage);
  }
}

/** Chooses the language of the page. */
export function LanguageChoice() {
  const m = useMessages();
  const language = useLanguage();
  useEffect(translateReport, [language]);
  return (
    <SegmentedControl
      className="page-language"
      size="xs"
      aria-label={m.language}
      value={language}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      onChange={(next) => setLanguage(next as Language)}
    />
  );
}
