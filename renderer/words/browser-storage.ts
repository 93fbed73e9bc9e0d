/**
 * The browser's storage, which may be full, switched off or forbidden. It stands in the lowest folder of the editor, since the
 * language is kept there too.
 */
type Area = 'localStorage' | 'sessionStorage';

function areaOf(area: Area): Storage | undefined {
  try {
    return window[area];
  } catch {
    return undefined;
  }
}

/** The text under a key; null where there is none or the storage cannot be read. */
export const readStored = (key: string, area: Area = 'localStorage'): string | null =>
  areaOf(area)?.getItem(key) ?? null;

/** Stores a text under a key. @returns false where the storage has no room or cannot be written */
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
