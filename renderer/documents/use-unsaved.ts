import { useStore } from 'zustand';
import { useDocument } from './editor';
import { files } from './file-state';

export function useUnsaved(): boolean {
  const document = useDocument();
  return useStore(files, (state) => state.saved !== document);
}
