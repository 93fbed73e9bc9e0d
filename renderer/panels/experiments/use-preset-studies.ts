import { useEffect, useState } from 'react';
import { presetStudies, type PresetStudy } from '../../documents/preset-studies';
import { sayError } from './store';

/** Bundled studies; none until they are loaded. */
export function usePresetStudies(): readonly PresetStudy[] {
  const [studies, setStudies] = useState<readonly PresetStudy[]>([]);
  useEffect(() => {
    let left = false;
    presetStudies().then((loaded) => left || setStudies(loaded), sayError);
    return () => {
      left = true;
    };
  }, []);
  return studies;
}
