import { useEffect, useState } from 'react';
import type { Lesson } from '../../../graph-nodes/lesson/document';
import { loadLessons } from '../../documents/lessons';
import { useLanguage } from '../../words';
import { showError } from '../experiments/store';

/** Bundled lessons in the current language; none until they are loaded. */
export function useLessons(): readonly Lesson[] {
  const language = useLanguage();
  const [lessons, setLessons] = useState<readonly Lesson[]>([]);
  useEffect(() => {
    let left = false;
    loadLessons(language).then((loaded) => left || setLessons(loaded), showError);
    return () => {
      left = true;
    };
  }, [language]);
  return lessons;
}
