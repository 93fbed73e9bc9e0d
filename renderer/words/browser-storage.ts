/**
 * The browser's storage. It can be full, disabled or forbidden. It is in the lowest folder of the editor, because the language
 * is stored there.
 */
type Area = 'localStorage' | 'sessionStorage';

function areaOf(area: Area): Storage | undefined {
  try {
    return window[area];
  } catch {
    return undefined;
  }
}

/** Text under a key; null if there is none or the storage cannot be read. */
export const readStored = (key: string, area: Area = 'localStorage'): string | null =>
  areaOf(area)?.getItem(key) ?? null;

/** Stores a text under a key. @returns false if the storage is full or cannot be written */
export function store(key: string, text: string, area: Area = 'localStorage'): boolean {
  try {
    const storage = areaOf(area);
    storage?.setItem(key, text);
    return storage !== undefined;
  } catch {
    return false;
  }
}

export const removeStored = (key: string): void => areaOf('localStorage')?.removeItem(key);

/** All keys of the local storage. */
export const storedKeys = (): string[] => Object.keys(areaOf('localStorage') ?? {});
