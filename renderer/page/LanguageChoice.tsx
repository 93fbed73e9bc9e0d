import { SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { languages, setLanguage, useLanguage, useMessages, type Language } from '../words';

/** Chooses the language of the stage. */
export function LanguageChoice() {
  const m = useMessages();
  const language = useLanguage();
  useEffect(() => {
    // The report around the stage is in English.
    document.documentElement.lang = 'en';
    document.getElementById('stage')?.setAttribute('lang', language);
  }, [language]);
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
