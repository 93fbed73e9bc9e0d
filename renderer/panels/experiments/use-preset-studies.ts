import { useEffect, useState } from 'react';
import { presetStudies, type PresetStudy } from '../../documents/preset-studies';
import { showError } from './store';

/** Bundled studies; none until they are loaded. */
export function usePresetStudies(): readonly PresetStudy[] {
  const [studies, setStudies] = useState<readonly PresetStudy[]>([]);
  useEffect(() => {
    let left = false;
    presetStudies().then((loaded) => left || setStudies(loaded), showError);
    return () => {
      left = true;
    };
  }, []);
  return studies;
}
